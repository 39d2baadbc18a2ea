import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** The fixed beginning of a PKCS #8 file with an Ed25519 key (RFC 8410); the 32 bytes of the key follow. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** What is signed: a place of a tenant's chain. "head" is the newest; a checkpoint of before must not pass for it. */
export interface SignedPlace {
  readonly as: 'head' | 'checkpoint'
  readonly tenantId: string
  readonly sequence: number
  readonly hash: string
}

export interface RecordSigner {
  /** Base64url of the Ed25519 signature. */
  readonly sign: (place: SignedPlace) => string
  readonly isSigned: (place: SignedPlace, signature: string) => boolean
  /** PEM of the key that signs. */
  readonly publicKey: string
}

/** Make the signer. Each secret, a text of any form, becomes a key: the first signs, all are believed. */
export function createRecordSigner([first, ...earlier]: readonly [string, ...string[]]): RecordSigner {
  const key = keyOf(first)
  const believed = [first, ...earlier].map((secret) => createPublicKey(keyOf(secret)))
  return {
    sign: (place) => sign(null, bytesOf(place), key).toString('base64url'),
    isSigned: (place, signature) => {
      const bytes = Buffer.from(signature, 'base64url')
      return believed.some((each) => verify(null, bytesOf(place), each, bytes))
    },
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
  }
}

function keyOf(secret: string): KeyObject {
  const seed = createHash('sha256').update(`footnote audit key\n${secret}`).digest()
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' })
}

function bytesOf({ as, tenantId, sequence, hash }: SignedPlace): Buffer {
  return Buffer.from(JSON.stringify(['footnote', as, tenantId, sequence, hash]))
}
