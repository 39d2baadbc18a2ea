import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** How every API key begins, so that people and secret scanners recognise one. */
export const API_KEY_START = 'fnk_'

const PREFIX_LENGTH = 8
/** 256 bits in base 36. */
const SECRET_LENGTH = 50
/** 32 bits in base 36. */
const CHECKSUM_LENGTH = 7
const SHAPE = new RegExp(`^${API_KEY_START}([0-9a-z]{${PREFIX_LENGTH}})_[0-9a-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`)

export interface NewApiKey {
  /** The whole key; shown once and never stored. */
  readonly key: string
  /** The part that may be shown: it names the key and opens nothing. */
  readonly prefix: string
  readonly secretHash: string
}

/** Make a key: `fnk_`, a public prefix, 256 random bits and a checksum, all of them letters and digits that select with one click. */
export function createApiKey(): NewApiKey {
  const prefix = `${API_KEY_START}${randomBase36(PREFIX_LENGTH)}`
  const body = `${prefix}_${numberIn36(randomBytes(32), SECRET_LENGTH)}`
  const key = `${body}${checksumOf(body)}`
  return { key, prefix, secretHash: hashOfApiKey(key) }
}

/** True for what can be a key at all; typing errors and cut keys are refused without asking the database. */
export function isApiKey(text: string): boolean {
  return SHAPE.test(text) && checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)
}

/** What is stored of a key. It has 256 random bits, so that a fast hash cannot be guessed back. */
export function hashOfApiKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

function checksumOf(text: string): string {
  return crc32(text).toString(36).padStart(CHECKSUM_LENGTH, '0')
}

function randomBase36(length: number): string {
  return numberIn36(randomBytes(length), SECRET_LENGTH).slice(-length)
}

function numberIn36(bytes: Buffer, length: number): string {
  return BigInt(`0x${bytes.toString('hex')}`)
    .toString(36)
    .padStart(length, '0')
}
