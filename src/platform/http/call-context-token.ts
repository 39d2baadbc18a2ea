import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Clock } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import { Principal } from '../../contracts/principal.ts'

/** The header in which the call context travels between processes; copies that come from outside are deleted. */
export const CALL_CONTEXT_HEADER = 'x-footnote-context'
/** One hop between processes takes milliseconds; a minute leaves room for queueing and clock differences. */
const LIFETIME_IN_SECONDS = 60
/**
 * A signature costs more than all else that the gateway does to a request (30 to 130 µs), so the same caller's token for
 * the same method and path is used again for a while. Whoever could take it could have taken it anyway.
 */
const REUSED_FOR_MS = 15_000
/** A token with many groups has several kilobytes. */
const MAXIMUM_REUSED = 500
const ISSUER = 'footnote-internal'
/** Enough to tell a handful of keys apart; says nothing about the key. */
const KEY_ID_LENGTH = 8

const Claims = z.object({
  /** Null for a request of nobody yet: signing in. */
  principal: Principal.nullable(),
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
  ) => Promise<{ readonly principal: Principal | null }>
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
  const signed = new LRUCache<string, { readonly token: Promise<string>; readonly signedAt: number }>({
    max: MAXIMUM_REUSED,
  })
  const signNow = (
    principal: Principal | null,
    now: number,
    { audience, method, path }: Hop & { audience: string },
  ) => {
    const seconds = Math.floor(now / 1000)
    return new SignJWT({ principal, htm: method, htu: path })
      .setProtectedHeader(header)
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + LIFETIME_IN_SECONDS)
      .sign(signing)
  }
  return {
    sign: ({ principal, clock }, hop) => {
      const now = clock.now()
      const key = JSON.stringify([hop.audience, hop.method, hop.path, principal])
      const known = signed.get(key)
      if (known !== undefined && now >= known.signedAt && now - known.signedAt < REUSED_FOR_MS) return known.token
      const token = signNow(principal, now, hop)
      signed.set(key, { token, signedAt: now })
      return token
    },
    verify: async (token, hop, now) => {
      try {
        const { htm, htu, principal } = await readClaims(token, keys, hop.audiences, now)
        if (htm !== hop.method || htu !== hop.path) throw new Error('the token was made for another request')
        return { principal }
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
