import { importJWK, type JWK } from 'jose'
import { z } from 'zod'

/** A public key with which tokens are checked, for one algorithm only. */
export interface VerificationKey {
  readonly kid: string
  readonly alg: string
  readonly key: Awaited<ReturnType<typeof importJWK>>
  /** The only issuer whose tokens it may sign, or a template of it with `{tenantid}`; null when the set does not say. */
  readonly issuer: string | null
}

export type KeySet = ReadonlyMap<string, VerificationKey>

const KeySetDocument = z.object({ keys: z.array(z.unknown()) })
const PublicJwk = z.looseObject({
  kid: z.string().min(1).max(200),
  kty: z.enum(['RSA', 'EC']),
  use: z.literal('sig').optional(),
  key_ops: z.array(z.string()).optional(),
  alg: z.string().optional(),
  crv: z.string().optional(),
  n: z.string().optional(),
  e: z.string().optional(),
  issuer: z.string().optional(),
})
type PublicJwk = z.infer<typeof PublicJwk>

/** More keys than any provider publishes; a longer list is not a key set. */
const MAXIMUM_KEYS = 100
/** NIST SP 800-131A: shorter RSA keys are within reach of attackers. */
const MINIMUM_RSA_BITS = 2_048
const MINIMUM_EXPONENT = 65_537n

/** Read the keys that can be trusted to check signatures; weak, private, symmetric and ambiguous ones are left out. */
export async function readKeySet(document: unknown): Promise<KeySet> {
  const { keys } = KeySetDocument.parse(document)
  if (keys.length > MAXIMUM_KEYS) throw new Error('the key set has more keys than any provider publishes')
  const counts = new Map<unknown, number>()
  for (const key of keys) counts.set(kidOf(key), (counts.get(kidOf(key)) ?? 0) + 1)
  const unambiguous = keys.filter((key) => counts.get(kidOf(key)) === 1)
  const read = await Promise.all(unambiguous.map((key) => readKey(key)))
  return new Map(read.filter((key) => key !== null).map((key) => [key.kid, key]))
}

function kidOf(key: unknown): unknown {
  return typeof key === 'object' && key !== null && 'kid' in key ? key.kid : undefined
}

async function readKey(given: unknown): Promise<VerificationKey | null> {
  const { data: jwk } = PublicJwk.safeParse(given)
  if (jwk === undefined || 'd' in jwk || jwk.key_ops?.includes('verify') === false) return null
  const alg = algorithmOf(jwk)
  if (alg === null || (jwk.kty === 'RSA' && !isStrongRsa(jwk))) return null
  try {
    const { kid, issuer = null } = jwk
    return { kid, alg, issuer, key: await importJWK(jwk as JWK, alg) }
  } catch {
    return null
  }
}

/** One key, one algorithm: what the set says, else the usual one of its type. The token never chooses. */
function algorithmOf({ kty, alg, crv }: PublicJwk): string | null {
  if (kty === 'EC') return crv === 'P-256' && (alg ?? 'ES256') === 'ES256' ? 'ES256' : null
  const rsa = alg ?? 'RS256'
  return rsa === 'RS256' || rsa === 'PS256' ? rsa : null
}

function isStrongRsa({ n = '', e = '' }: PublicJwk): boolean {
  const [modulus, exponent] = [numberOf(n), numberOf(e)]
  if (modulus.toString(2).length < MINIMUM_RSA_BITS) return false
  return exponent >= MINIMUM_EXPONENT && exponent % 2n === 1n && !isRocaKey(modulus)
}

function numberOf(base64url: string): bigint {
  const hex = Buffer.from(base64url, 'base64url').toString('hex')
  return hex === '' ? 0n : BigInt(`0x${hex}`)
}

/** Primes at which moduli of CVE-2017-15361 (ROCA) are powers of 65537 and others mostly are not (Nemec et al., 2017). */
const ROCA_PRIMES = [11n, 13n, 17n, 19n, 37n, 53n, 61n, 71n, 73n, 79n, 97n, 103n, 107n, 109n, 127n, 151n, 157n] as const

/** True for a modulus of the library whose keys can be factored; another key looks like one with a chance of 1 in 2^27. */
function isRocaKey(modulus: bigint): boolean {
  return ROCA_PRIMES.every((prime) => {
    const rest = modulus % prime
    let power = 1n
    do {
      if (power === rest) return true
      power = (power * 65_537n) % prime
    } while (power !== 1n)
    return false
  })
}
