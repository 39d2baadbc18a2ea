import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose'
import { z } from 'zod'
import { problem } from '../contracts/errors.ts'
import { type Principal, Role } from '../contracts/principal.ts'
import { AUDIENCE, LOCAL_ISSUER } from './token-issuer.ts'
import type { Verified } from './verified.ts'

/** Larger than any honest token; a check before any decoding keeps junk cheap. */
const MAXIMUM_TOKEN_LENGTH = 8_192
/** How far the clocks of issuers may be off; API Management in front allows the same. */
export const CLOCK_TOLERANCE_IN_SECONDS = 60
/** The last second that a `Date` can hold. */
const LAST_SECOND = 8_640_000_000_000

const Claims = z.object({
  tid: z.string().min(1),
  oid: z.string().min(1),
  iat: z.number().max(LAST_SECOND),
  exp: z.number().max(LAST_SECOND),
  roles: z.array(Role),
  groups: z.array(z.string()).default([]),
  idtyp: z.literal('app').optional(),
  name: z.string().optional(),
})

export type TokenVerifier = (token: string, now: number) => Promise<Verified>

/** Make a verifier for tokens signed with one of these keys. It throws `token-expired` or `not-authenticated`, and never says why. */
export function createTokenVerifier(
  publicKeys: JSONWebKeySet,
  /** Further issuers that sign with these keys: the local provider, whose address is known once the server listens. */
  furtherIssuers: () => readonly string[] = () => [],
): TokenVerifier {
  const keys = createLocalJWKSet(publicKeys)
  return async (token, now) => {
    if (token.length > MAXIMUM_TOKEN_LENGTH || !isCompact(token)) throw refused(undefined)
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['ES256'],
        issuer: [LOCAL_ISSUER, ...furtherIssuers()],
        audience: AUDIENCE,
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat', 'sub', 'tid', 'oid'],
        clockTolerance: CLOCK_TOLERANCE_IN_SECONDS,
        currentDate: new Date(now),
      })
      return verifiedToken(Claims.parse(payload))
    } catch (error) {
      throw refused(error)
    }
  }
}

/**
 * Compact serialisation in the one canonical base64url form of its bytes: `jose` also accepts spaces, padding and unused bits
 * that are set, so that one token could be written in many ways (RFC 8725bis).
 */
function isCompact(token: string): boolean {
  const parts = token.split('.')
  return parts.length === 3 && parts.every(isCanonical)
}

function isCanonical(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part
}

function verifiedToken({ tid, oid, iat, exp, roles, groups, idtyp, name }: z.infer<typeof Claims>): Verified {
  return {
    principal: {
      tenant_id: tid,
      object_id: oid,
      group_ids: groups,
      roles,
      kind: idtyp === 'app' ? 'application' : 'user',
      ...(name === undefined ? {} : { display_name: name }),
    },
    issuedAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
  }
}

function refused(cause: unknown): Error {
  if (cause instanceof errors.JWTExpired) {
    return problem('token-expired', 'Get a new token, for example with `npx footnote token`.', { cause })
  }
  return problem('not-authenticated', 'Send a valid bearer token, for example one from `npx footnote token`.', {
    cause,
  })
}
