import '@fastify/cookie'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { SESSION_COOKIE } from '../contracts/auth.ts'
import { Role } from '../contracts/principal.ts'
import { callContextOf, inboundCallOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { anyone } from '../policies/anyone.ts'
import { managePeople } from '../policies/manage-people.ts'
import { signedIn } from '../policies/signed-in.ts'
import { type Sessions, SIGN_IN_CODE_LIFETIME_IN_MS } from './sessions.ts'
import type { TokenIssuer } from './token-issuer.ts'

export interface AuthRoutesDependencies {
  readonly sessions: Sessions
  readonly issuer: TokenIssuer
  /** The address people use, or undefined to take the one of the request. */
  readonly publicUrl: string | undefined
}

const tags = ['sign-in']

const publicKeys = {
  operationId: 'getPublicKeys',
  summary: 'The keys with which access tokens can be checked.',
  tags,
  response: { 200: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) },
}

const signIn = {
  operationId: 'signIn',
  summary: 'Use up a one-time code and start a session.',
  tags,
  querystring: z.object({ code: z.string().min(1).max(200) }),
  response: { 200: z.string(), ...problemResponses(400, 401) },
}

const signOut = { operationId: 'signOut', summary: 'End the session.', tags, response: { 204: z.null() } }

const session = {
  operationId: 'getSession',
  summary: 'Who you are here.',
  tags,
  response: {
    200: z.object({
      tenant_id: z.string(),
      object_id: z.string(),
      display_name: z.string(),
      roles: z.array(Role),
      group_ids: z.array(z.string()),
      kind: z.enum(['user', 'application', 'system']),
    }),
    ...problemResponses(401, 429),
  },
}

const link = {
  operationId: 'createSignInLink',
  summary: 'Make a one-time link that signs you in to another browser.',
  tags,
  response: { 201: z.object({ url: z.string(), expires_at: z.iso.datetime() }), ...problemResponses(401, 403, 429) },
}

/** Signing in and out, and who one is. */
export function authRoutes(dependencies: AuthRoutesDependencies): FastifyPluginAsync {
  return async (instance) => {
    const app: ZodApp = instance.withTypeProvider<ZodTypeProvider>()
    addSignInRoutes(app, dependencies)
    addSessionRoutes(app, dependencies)
  }
}

function addSignInRoutes(app: ZodApp, { sessions, issuer, publicUrl }: AuthRoutesDependencies): void {
  app.get('/.well-known/jwks.json', { schema: publicKeys, config: { policy: anyone } }, async () => ({
    keys: issuer.publicKeys.keys.map((key): Record<string, unknown> => Object.assign({}, key)),
  }))

  // Link previews and virus scanners ask for the headers only; that must not use the code up.
  app.get(
    '/auth/sign-in',
    { schema: signIn, config: { policy: anyone }, exposeHeadRoute: false },
    async (request, reply) => {
      const { clock } = inboundCallOf(request)
      const { id, expiresAt } = await sessions.redeemSignInCode(request.query.code, clock.now())
      const secure = publicUrl?.startsWith('https:') ?? false
      reply.setCookie(SESSION_COOKIE, id, { httpOnly: true, sameSite: 'strict', secure, path: '/', expires: expiresAt })
      // A redirect from a link opened elsewhere would not carry a strict cookie; a page of our own that moves on does.
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', "default-src 'none'")
        .send(SIGNED_IN_PAGE)
    },
  )

  app.post('/auth/logout', { schema: signOut, config: { policy: anyone } }, async (request, reply) => {
    const id = request.cookies[SESSION_COOKIE]
    if (id !== undefined) await sessions.end(id)
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send(null)
  })
}

function addSessionRoutes(app: ZodApp, { sessions, publicUrl }: AuthRoutesDependencies): void {
  app.get('/api/session', { schema: session, config: { policy: signedIn } }, async (request) => {
    const { principal } = callContextOf(request)
    return { ...principal, display_name: principal.display_name ?? principal.object_id }
  })

  app.post('/api/sign-in-links', { schema: link, config: { policy: managePeople } }, async (request, reply) => {
    const context = callContextOf(request)
    const { tenant_id, object_id } = context.principal
    const now = context.clock.now()
    const code = await sessions.createSignInCode(tenant_id, object_id, now)
    const base = publicUrl ?? `${request.protocol}://${request.host}`
    const expires_at = new Date(now + SIGN_IN_CODE_LIFETIME_IN_MS).toISOString()
    return reply.code(201).send({ url: signInUrl(base, code), expires_at })
  })
}

/** The link that signs a person in when it is opened. */
export function signInUrl(baseUrl: string, code: string): string {
  return `${baseUrl}/auth/sign-in?code=${code}`
}

const SIGNED_IN_PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/">' +
  '<title>Signed in</title></head><body><p>You are signed in. <a href="/">Continue to Footnote</a></p></body></html>'
