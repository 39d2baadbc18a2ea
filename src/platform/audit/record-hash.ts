import { createHash } from 'node:crypto'

/** Before the first record of a tenant. */
export const NO_RECORD = '0'.repeat(64)

export interface Link {
  readonly previousHash: string
  readonly sequence: number
  /** JSON, byte for byte as it is kept. */
  readonly entry: string
}

/** SHA-256 in hexadecimal over the record, its place and the hash of the one before it. */
export function recordHash({ previousHash, sequence, entry }: Link): string {
  return hashOf(`${previousHash}\n${sequence}\n${entry}`)
}

/** SHA-256 of a text in hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The same of words that may be deleted: whoever does not know the salt cannot try what they were. */
export function saltedHash(salt: string, text: string): string {
  return hashOf(`${salt}\n${text}`)
}
