import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Clock } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import { Principal } from '../../contracts/principal.ts'

/** The header in which the call context travels between processes; copies that come from outside are deleted. */
export const CALL_CONTEXT_HEADER = 'x-footnote-context'
/** One hop between processes takes milliseconds; a minute leaves room for queueing and clock differences. */
const LIFETIME_IN_SECONDS = 60
const ISSUER = 'footnote-internal'
/** Enough to tell a handful of keys apart; says nothing about the key. */
const KEY_ID_LENGTH = 8

const Claims = z.object({
  /** Null for a request of nobody yet: signing in. */
  principal: Principal.nullable(),
  request_id: z.string().min(1).max(100),
  htm: z.string(),
  htu: z.string(),
})

/** The one request that a token is good for. */
export interface Hop {
  readonly method: string
  /** Without the query string. */
  readonly path: string
}

export interface HopCaller {
  readonly principal: Principal | null
  readonly requestId: string
  readonly clock: Clock
}

/** Signs the call context for one hop and checks it on the other side. */
export interface CallContextTokens {
  readonly sign: (caller: HopCaller, hop: Hop & { readonly audience: string }) => Promise<string>
  /** Throws `not-authenticated` for a token that is forged, expired, or meant for another role, method or path. */
  readonly verify: (
    token: string,
    hop: Hop & { readonly audiences: readonly string[] },
    now: number,
  ) => Promise<{ readonly principal: Principal | null; readonly requestId: string }>
}

/**
 * Make the signer from secrets of at least 32 bytes that all processes of an installation share. The first signs, all
 * are believed: a new key goes before the old one everywhere, then the old one goes.
 */
export function createCallContextTokens(secrets: readonly [string, ...string[]]): CallContextTokens {
  const keys = new Map(secrets.map((secret) => [keyId(secret), createSecretKey(Buffer.from(secret))]))
  // A key object is prepared once: from bytes, every signature would import the key again (measured: twice the time).
  const signing = createSecretKey(Buffer.from(secrets[0]))
  const header = { alg: 'HS256', kid: keyId(secrets[0]) }
  return {
    sign: ({ principal, requestId, clock }, { audience, method, path }) => {
      const now = Math.floor(clock.now() / 1000)
      return new SignJWT({ principal, request_id: requestId, htm: method, htu: path })
        .setProtectedHeader(header)
        .setIssuer(ISSUER)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + LIFETIME_IN_SECONDS)
        .sign(signing)
    },
    verify: async (token, hop, now) => {
      try {
        const { htm, htu, principal, request_id } = await readClaims(token, keys, hop.audiences, now)
        if (htm !== hop.method || htu !== hop.path) throw new Error('the token was made for another request')
        return { principal, requestId: request_id }
      } catch (cause) {
        throw refusedCall(cause)
      }
    },
  }
}

/** The error for a call that does not come from another role of this installation. */
export function refusedCall(cause?: unknown): Error {
  return problem('not-authenticated', 'Services accept calls from the gateway and from each other only.', { cause })
}

async function readClaims(
  token: string,
  keys: ReadonlyMap<string, KeyObject>,
  audiences: readonly string[],
  now: number,
): Promise<z.infer<typeof Claims>> {
  const { payload } = await jwtVerify(token, ({ kid }) => keyOf(keys, kid), {
    algorithms: ['HS256'],
    issuer: ISSUER,
    audience: [...audiences],
    requiredClaims: ['exp'],
    currentDate: new Date(now),
  })
  return Claims.parse(payload)
}

function keyOf(keys: ReadonlyMap<string, KeyObject>, kid: string | undefined): KeyObject {
  const key = keys.get(kid ?? '')
  if (key === undefined) throw new Error('no such key')
  return key
}

function keyId(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url').slice(0, KEY_ID_LENGTH)
}
