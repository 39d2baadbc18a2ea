import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import { Principal } from '../../contracts/principal.ts'

/** The header in which the call context travels between processes; copies that come from outside are deleted. */
export const CALL_CONTEXT_HEADER = 'x-footnote-context'
/** One hop between processes takes milliseconds; a minute leaves room for queueing and clock differences. */
const LIFETIME_IN_SECONDS = 60
const ISSUER = 'footnote-internal'

const Claims = z.object({ principal: Principal, request_id: z.string().min(1).max(100) })

/** Signs the call context for one hop and checks it on the other side. */
export interface CallContextTokens {
  readonly sign: (context: Pick<CallContext, 'principal' | 'requestId' | 'clock'>, audience: string) => Promise<string>
  /** Throws `not-authenticated` for a token that is forged, expired or meant for another role. */
  readonly verify: (token: string, audiences: readonly string[], now: number) => Promise<z.infer<typeof Claims>>
}

/** Make the signer from a secret of at least 32 bytes that all processes of an installation share. */
export function createCallContextTokens(secret: string): CallContextTokens {
  const key = new TextEncoder().encode(secret)
  return {
    sign: ({ principal, requestId, clock }, audience) => {
      const now = Math.floor(clock.now() / 1000)
      return new SignJWT({ principal, request_id: requestId })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + LIFETIME_IN_SECONDS)
        .sign(key)
    },
    verify: async (token, audiences, now) => {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: [...audiences],
          requiredClaims: ['exp'],
          currentDate: new Date(now),
        })
        return Claims.parse(payload)
      } catch (error) {
        throw problem('not-authenticated', 'Services accept calls from the gateway and from each other only.', {
          cause: error,
        })
      }
    },
  }
}
