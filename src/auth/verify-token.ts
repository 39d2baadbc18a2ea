import { hash } from 'node:crypto'
import { errors, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { isProblem, problem } from '../contracts/errors.ts'
import type { KeyStore } from './key-store.ts'
import { notAuthenticated, type RefusalReason, TokenRefused } from './refusal.ts'
import { MAXIMUM_TOKEN_LENGTH, readStrictToken, type StrictToken } from './strict-token.ts'
import type { ExpectedToken, TokenRules } from './token-rules.ts'
import type { VerificationKey } from './verification-key.ts'
import type { Verified } from './verified.ts'

export type TokenVerifier = (token: string, now: number) => Promise<Verified>

export interface TokenVerifierOptions {
  /** Hears why tokens are refused; gets no part of them. */
  readonly onRefusal?: (reason: RefusalReason) => void
}

/** Clocks of others may be off by this much, in both directions. */
export const CLOCK_TOLERANCE_IN_SECONDS = 60
/** Tokens that were verified lately, at about a kilobyte each. */
const KEPT_TOKENS = 10_000
/** The last second that a `Date` can hold. */
const LAST_SECOND = 8_640_000_000_000

const Times = z.object({ iat: z.number().min(0).max(LAST_SECOND), exp: z.number().min(0).max(LAST_SECOND) })

interface Kept {
  readonly verified: Verified
  readonly key: VerificationKey
  readonly keys: KeyStore
  readonly checkAgainAt: number
}

/**
 * Make a verifier for the tokens of several providers side by side. It throws `token-expired` or `not-authenticated` and never
 * says why, or `service-unavailable` when a provider that is needed was never reached.
 */
export function createTokenVerifier(
  providers: readonly TokenRules[],
  { onRefusal = () => undefined }: TokenVerifierOptions = {},
): TokenVerifier {
  const kept = new LRUCache<string, Kept>({ max: KEPT_TOKENS })
  return async (token, now) => {
    if (token.length > MAXIMUM_TOKEN_LENGTH) throw refuse(new TokenRefused('shape'), onRefusal)
    // Only strict tokens are kept, so that one token has one key here. The token itself is not kept.
    const id = hash('sha256', token, 'base64')
    const known = kept.get(id)
    if (known !== undefined && isStillGood(known, now)) return known.verified
    kept.delete(id)
    try {
      const fresh = await verify(providers, token, now)
      kept.set(id, fresh)
      return fresh.verified
    } catch (error) {
      throw refuse(error, onRefusal)
    }
  }
}

function isStillGood({ verified, key, keys, checkAgainAt }: Kept, now: number): boolean {
  return now < checkAgainAt && now <= verified.expiresAt.getTime() && keys.isCurrent(key, now)
}

async function verify(providers: readonly TokenRules[], token: string, now: number): Promise<Kept> {
  const strict = readStrictToken(token)
  if (strict === null) throw new TokenRefused('shape')
  const expected = expectationOf(providers, strict)
  const key = await keyFor(strict, expected, now)
  const { payload } = await jwtVerify(token, key.key, {
    algorithms: [key.alg],
    issuer: expected.issuer,
    audience: [...expected.audiences],
    requiredClaims: ['exp', 'iat', ...expected.requiredClaims],
    clockTolerance: CLOCK_TOLERANCE_IN_SECONDS,
    currentDate: new Date(now),
  })
  const { iat, exp } = Times.parse(payload)
  if (iat * 1000 > now + CLOCK_TOLERANCE_IN_SECONDS * 1000) throw new TokenRefused('claims')
  const { principal, issuer, checkAgainAt = Number.POSITIVE_INFINITY } = await expected.identify(payload, now)
  const verified = { principal, issuer, issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000) }
  // Many requests share it: one that changed it would change the others.
  return { verified: deepFreeze(verified), key, keys: expected.keys, checkAgainAt }
}

/** The rules of the one provider that the token names. The first match decides; rules never overlap. */
function expectationOf(providers: readonly TokenRules[], token: StrictToken): ExpectedToken {
  for (const { expect } of providers) {
    const expected = expect(token)
    if (expected !== null) return expected
  }
  throw new TokenRefused('issuer')
}

async function keyFor(
  { header }: StrictToken,
  { keys, algorithms, isKeyOfIssuer }: ExpectedToken,
  now: number,
): Promise<VerificationKey> {
  if (!algorithms.includes(header.alg)) throw new TokenRefused('signature')
  const key = await keys.find(header.kid, now)
  if (key === null || key.alg !== header.alg || !isKeyOfIssuer(key)) throw new TokenRefused('key')
  return key
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part)
  return Object.freeze(value)
}

function refuse(error: unknown, onRefusal: (reason: RefusalReason) => void): Error {
  if (isProblem(error)) return error
  const reason = reasonOf(error)
  onRefusal(reason)
  if (error instanceof errors.JWTExpired)
    return problem('token-expired', 'Get a new token, for example with `npx footnote token`.')
  return notAuthenticated(new TokenRefused(reason))
}

function reasonOf(error: unknown): RefusalReason {
  if (error instanceof TokenRefused) return error.reason
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'aud' ? 'audience' : 'claims'
  return error instanceof errors.JOSEError ? 'signature' : 'claims'
}
