import { z } from 'zod'
import { Principal } from './principal.ts'
import type { Port } from './service.ts'

/** What a caller presents to be recognised. */
export const Credential = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bearer'), token: z.string() }),
  z.object({ type: z.literal('session'), id: z.string() }),
])
export type Credential = z.infer<typeof Credential>

/** A recognised caller. The epochs grow with every permission or document change of the tenant and are part of every cache key. */
export const Authentication = z.object({
  principal: Principal,
  access_epoch: z.number().int(),
  library_epoch: z.number().int(),
  expires_at: z.iso.datetime(),
})
export type Authentication = z.infer<typeof Authentication>

export const authContract = {
  name: 'auth',
  operations: { authenticate: { input: z.object({ credential: Credential }), output: Authentication } },
} as const
export type Auth = Port<typeof authContract>

/** Name of the session cookie. */
export const SESSION_COOKIE = 'footnote_session'
/** A browser sends this header only from our own pages: a foreign page cannot add it without permission we never give. */
export const REQUEST_HEADER = 'x-footnote'
