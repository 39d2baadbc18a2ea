import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts what must be read again, such as refresh tokens, so that a copy of the database is of no use. */
export interface Seal {
  /** `boundTo` names the row: a sealed text that is moved to another one does not open. */
  readonly seal: (text: string, boundTo: string) => string
  /** Null for a text that was not sealed with this key for this row. */
  readonly open: (sealed: string, boundTo: string) => string | null
}

/** Make it from a key of 32 bytes, written in base64url. */
export function createSeal(key: string): Seal {
  const bytes = Buffer.from(key, 'base64url')
  return {
    seal: (text, boundTo) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, bytes, nonce).setAAD(Buffer.from(boundTo))
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      )
    },
    open: (sealed, boundTo) => {
      const all = Buffer.from(sealed, 'base64url')
      if (all.length < NONCE_BYTES + TAG_BYTES) return null
      const decipher = createDecipheriv(ALGORITHM, bytes, all.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(boundTo)).setAuthTag(all.subarray(-TAG_BYTES))
      try {
        return Buffer.concat([decipher.update(all.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        )
      } catch {
        return null
      }
    },
  }
}
