import { createHash, randomBytes } from 'node:crypto'

/** What is stored of a random secret, so that a copy of the database opens nothing. Only for secrets nobody can guess. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** A secret that nobody can guess, safe in addresses and cookies. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
