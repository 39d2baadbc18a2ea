import '@fastify/cookie'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { REQUEST_HEADER } from '../contracts/auth.ts'
import { problem } from '../contracts/errors.ts'
import { Role } from '../contracts/principal.ts'
import type { SessionCookie } from '../contracts/session-cookie.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database } from '../platform/database/database.ts'
import { callContextOf, inboundCallOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { anyone } from '../policies/anyone.ts'
import { signedIn } from '../policies/signed-in.ts'
import type { BaseAddress } from './base-address.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { LINK_COOKIE, sendProblemPage } from './interaction-routes.ts'
import { INTERACTION_PATH } from './local-provider-names.ts'
import { endProviderSessions } from './provider-records.ts'
import type { Sessions } from './sessions.ts'
import { codeInvalid, SIGN_IN_CODE_LIFETIME_IN_MS, type SignInCodes } from './sign-in-codes.ts'
import type { TokenIssuer } from './token-issuer.ts'

export interface AuthRoutesDependencies {
  readonly database: Database
  readonly sessions: Sessions
  readonly codes: SignInCodes
  readonly issuer: TokenIssuer
  readonly providers: readonly IdentityProvider[]
  readonly baseAddress: BaseAddress
  readonly cookie: SessionCookie
}

const tags = ['sign-in']

const publicKeys = {
  operationId: 'getPublicKeys',
  summary: 'The keys with which access tokens can be checked.',
  tags,
  response: { 200: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) },
}

const signInLink = {
  operationId: 'openSignInLink',
  summary: 'Begin a sign-in with the one-time code of a link.',
  tags,
  querystring: z.object({ code: z.string().min(1).max(200) }),
}

const signOut = {
  operationId: 'signOut',
  summary: 'End the session.',
  tags,
  response: {
    200: z.object({
      end_session_url: z
        .string()
        .nullable()
        .describe('Where to sign out at the provider as well, if it has such a page.'),
    }),
    ...problemResponses(403),
  },
}

const session = {
  operationId: 'getSession',
  summary: 'Who you are here, and where your roles and groups come from.',
  tags,
  response: {
    200: z.object({
      tenant_id: z.string(),
      object_id: z.string(),
      display_name: z.string(),
      roles: z.array(Role),
      role_origins: z.partialRecord(Role, z.string()),
      group_ids: z.array(z.string()),
      groups_from: z.string().nullable(),
      kind: z.enum(['user', 'application', 'system']),
    }),
    ...problemResponses(401, 429),
  },
}

/** Signing in by link, signing out, and who one is. */
export function authRoutes(dependencies: AuthRoutesDependencies): FastifyPluginAsync {
  return async (instance) => {
    const app: ZodApp = instance.withTypeProvider<ZodTypeProvider>()
    const { issuer } = dependencies
    app.get('/.well-known/jwks.json', { schema: publicKeys, config: { policy: anyone } }, async () => ({
      keys: issuer.publicKeys.keys.map((key): Record<string, unknown> => Object.assign({}, key)),
    }))
    addSignInLink(app, dependencies)
    addSignOut(app, dependencies)
    app.get('/api/session', { schema: session, config: { policy: signedIn } }, async (request) => {
      const { principal } = callContextOf(request)
      const { display_name = principal.object_id, role_origins = {}, groups_from = null } = principal
      return { ...principal, display_name, role_origins, groups_from }
    })
  }
}

function addSignInLink(app: ZodApp, { codes, baseAddress, cookie }: AuthRoutesDependencies): void {
  const options = { schema: signInLink, config: { policy: anyone }, exposeHeadRoute: false }
  // Opening the link does not use the code up; the page that it leads to does.
  app.get('/auth/sign-in', options, async (request, reply) => {
    const { code } = request.query
    if ((await codes.find(code, inboundCallOf(request).clock.now())) === null) {
      if (request.headers.accept?.includes('text/html') !== true) throw codeInvalid()
      return sendProblemPage(reply, codeInvalid())
    }
    const base = baseAddress()
    if (request.host !== new URL(base).host && request.hostname !== new URL(base).hostname) {
      return reply.header('cache-control', 'no-store').redirect(`${base}/auth/sign-in?code=${code}`, 303)
    }
    return reply
      .setCookie(LINK_COOKIE, code, {
        httpOnly: true,
        sameSite: 'lax',
        secure: cookie.secure,
        path: INTERACTION_PATH,
        maxAge: SIGN_IN_CODE_LIFETIME_IN_MS / 1000,
      })
      .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
      .redirect('/auth/login?provider=local', 303)
  })
}

function addSignOut(app: ZodApp, { database, sessions, providers, baseAddress, cookie }: AuthRoutesDependencies): void {
  app.post('/auth/logout', { schema: signOut, config: { policy: anyone } }, async (request, reply) => {
    const { origin } = request.headers
    const foreign =
      origin !== undefined && origin !== new URL(baseAddress()).origin && !origin.endsWith(`//${request.host}`)
    if (foreign || request.headers[REQUEST_HEADER] === undefined) {
      throw problem('request-forgery', `Send the header "${REQUEST_HEADER}: 1" from a page of Footnote.`)
    }
    const id = request.cookies[cookie.name]
    const ended = id === undefined ? null : await sessions.end(id)
    if (ended !== null) {
      const { clock, requestId } = inboundCallOf(request)
      const { principal } = ended
      await noteAct(database.forTenant(principal.tenant_id), { principal, clock, requestId }, { kind: 'signed-out' })
    }
    if (ended?.provider === 'local') await endProviderSessions(database, ended.principal.object_id)
    const provider = providers.find(({ name }) => name === ended?.provider)
    return reply
      .clearCookie(cookie.name, { path: '/', secure: cookie.secure, httpOnly: true, sameSite: 'strict' })
      .send({ end_session_url: (await provider?.endSessionUrl()) ?? null })
  })
}
