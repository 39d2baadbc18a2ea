import '@fastify/cookie'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client'
import { z } from 'zod'
import { isProblem, PROBLEMS, problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import type { SessionCookie } from '../contracts/session-cookie.ts'
import type { Database } from '../platform/database/database.ts'
import { inboundCallOf } from '../platform/http/call-context.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { anyone } from '../policies/anyone.ts'
import type { BaseAddress } from './base-address.ts'
import { explainRefusal } from './explain-refusal.ts'
import { PAGE_HEADERS, STYLE_ADDRESS } from './html-page.ts'
import type { IdentityProvider, ProviderName } from './identity-provider.ts'
import { PROVIDER_COOKIE, PROVIDER_COOKIE_PATH } from './local-provider-names.ts'
import { PAGES_STYLE } from './pages-style.ts'
import { recordSignIn } from './people.ts'
import { safeReturnTo } from './return-to.ts'
import { newSecret } from './secret-hash.ts'
import type { Sessions } from './sessions.ts'
import { ATTEMPT_LIFETIME_IN_MS, type SignInAttempts } from './sign-in-attempts.ts'
import { chooseProviderPage, noRolePage, signedInPage, signInErrorPage } from './sign-in-pages.ts'
import type { TokenVerifier } from './verify-token.ts'

export interface LoginDependencies {
  readonly database: Database
  readonly providers: readonly IdentityProvider[]
  readonly attempts: SignInAttempts
  readonly sessions: Sessions
  readonly verifyToken: TokenVerifier
  readonly baseAddress: BaseAddress
  readonly cookie: SessionCookie
  /** Who vouches for people of a provider, as the table of people names it. */
  readonly issuerOf: (provider: ProviderName, principal: Principal) => string
}

const tags = ['sign-in']
const Provider = z.enum(['local', 'entra', 'oidc'])

const login = {
  operationId: 'startSignIn',
  summary: 'Send the browser to sign in; afterwards it comes back to a page of ours.',
  tags,
  querystring: z.object({
    // What leads elsewhere is not refused: the person still signs in, and comes to the start page.
    return_to: z.string().optional().catch(undefined).describe('Path of the page to come back to.'),
    provider: Provider.optional().describe('Which provider to sign in with, where there are several.'),
    account: z
      .literal('choose')
      .optional()
      .describe('Set to be asked which account to use, also when one is signed in there.'),
    moved: z.literal('1').optional().describe('Set when the browser was sent here from another name of this server.'),
  }),
}

const callback = {
  operationId: 'finishSignIn',
  summary: 'Where a provider sends the browser back to.',
  tags,
}

/** Signing a browser in. Every provider, the local one too, goes the same way: code, token, verification, session. */
export function loginRoutes(dependencies: LoginDependencies): FastifyPluginAsync {
  return async (instance) => {
    const app: ZodApp = instance.withTypeProvider<ZodTypeProvider>()
    const config = { policy: anyone }
    app.get('/auth/login', { schema: login, config, exposeHeadRoute: false }, (request, reply) =>
      asPage(reply, () => startSignIn(dependencies, request.query, request, reply)),
    )
    app.get('/auth/callback', { schema: callback, config, exposeHeadRoute: false }, (request, reply) =>
      asPage(reply, () => finishSignIn(dependencies, request, reply)),
    )
    addStyle(instance)
  }
}

function addStyle(app: FastifyInstance): void {
  app.get(STYLE_ADDRESS, { schema: { hide: true }, config: { policy: anyone } }, (_request, reply) =>
    reply
      .headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' })
      .header('x-content-type-options', 'nosniff')
      .send(PAGES_STYLE),
  )
}

type LoginQuery = z.infer<typeof login.querystring>

async function startSignIn(
  { providers, attempts, baseAddress, cookie }: LoginDependencies,
  query: LoginQuery,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const base = baseAddress()
  const returnTo = safeReturnTo(query.return_to)
  // Cookies of "localhost" are unknown to "127.0.0.1". Asked once only: a proxy may hide the name people use.
  if (request.host !== new URL(base).host && query.moved === undefined) {
    return reply
      .headers(NO_STORE)
      .redirect(`${base}${loginAddress({ ...query, return_to: returnTo, moved: '1' })}`, 303)
  }
  const named = providers.filter(({ name }) => query.provider === undefined || name === query.provider)
  const [provider, ...others] = named
  if (provider === undefined) throw problem('not-found', 'Nobody can sign in this way here.')
  if (others.length > 0) {
    const choices = named.map(({ name, label }) => ({
      label,
      address: loginAddress({ return_to: returnTo, provider: name, account: query.account }),
    }))
    return reply.headers(PAGE_HEADERS).send(chooseProviderPage(choices))
  }
  const binding = request.cookies[attemptCookie(cookie)] ?? newSecret()
  const secrets = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() }
  const url = await provider.authorizationUrl(secrets, { chooseAccount: query.account === 'choose' })
  const { clock } = inboundCallOf(request)
  await attempts.begin(binding, { ...secrets, provider: provider.name, returnTo }, clock.now())
  // Whoever signs in now may be somebody else than the one the local provider remembers.
  for (const name of [PROVIDER_COOKIE, `${PROVIDER_COOKIE}.sig`])
    reply.clearCookie(name, { path: PROVIDER_COOKIE_PATH })
  return reply
    .headers(NO_STORE)
    .setCookie(attemptCookie(cookie), binding, {
      httpOnly: true,
      sameSite: 'lax',
      secure: cookie.secure,
      path: '/',
      maxAge: ATTEMPT_LIFETIME_IN_MS / 1000,
    })
    .redirect(url.href, 303)
}

async function finishSignIn(
  dependencies: LoginDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { providers, attempts, sessions, verifyToken, cookie, database, issuerOf } = dependencies
  const { clock, requestId } = inboundCallOf(request)
  const answer = new URL(request.url, 'http://footnote.invalid').searchParams
  const binding = request.cookies[attemptCookie(cookie)]
  const state = answer.get('state')
  const attempt = binding && state ? await attempts.take(binding, state, clock.now()) : null
  const provider = providers.find(({ name }) => name === attempt?.provider)
  if (attempt === null || provider === undefined)
    throw problem('not-authenticated', 'This sign-in was finished already, or begun in another browser; begin again.')
  const askedAt = clock.now()
  const tokens = await provider.exchange(answer, attempt)
  const verified = await verifyToken(tokens.accessToken, clock.now()).catch((error: unknown) => {
    throw explainRefusal(error, provider.name)
  })
  const issuer = issuerOf(provider.name, verified.principal)
  await recordSignIn(database, { issuer, provider: provider.name, verified }, { clock, requestId })
  // Whoever was signed in before in this browser is so no more, and the id of that session is of no use to anybody.
  const earlier = request.cookies[cookie.name]
  if (earlier !== undefined) await sessions.end(earlier)
  const userAgent = request.headers['user-agent']
  const session = { provider: provider.name, issuer, verified, tokens, userAgent, askedAt }
  const started = await sessions.start(session, clock.now())
  const { roles } = verified.principal
  return reply
    .code(roles.length === 0 ? 403 : 200)
    .headers(PAGE_HEADERS)
    .setCookie(cookie.name, started.id, {
      httpOnly: true,
      sameSite: 'strict',
      secure: cookie.secure,
      path: '/',
      expires: started.expiresAt,
    })
    .send(roles.length === 0 ? noRolePage(OTHER_ACCOUNT) : signedInPage(attempt.returnTo))
}

/** Where somebody begins again who came with the wrong account: providers would otherwise take the same one. */
const OTHER_ACCOUNT = '/auth/login?account=choose'
const NO_STORE = { 'cache-control': 'no-store', 'referrer-policy': 'same-origin' }

/** Name of the cookie that binds a sign-in to the browser that began it. */
export function attemptCookie({ secure }: SessionCookie): string {
  return secure ? '__Host-footnote_sign_in' : 'footnote_sign_in'
}

function loginAddress(query: LoginQuery): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/auth/login?${new URLSearchParams(given).toString()}`
}

/** Errors are pages here: a person reads them, not a program. */
async function asPage(reply: FastifyReply, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work()
  } catch (error) {
    if (!isProblem(error)) throw error
    const { status, title } = PROBLEMS[error.code]
    // What the provider or the verification said is for whoever keeps this installation; the page says what to do.
    if (status >= 500 || error.cause !== undefined)
      reply.log.warn({ err: error, request_id: reply.request.id }, 'a sign-in could not go on')
    const again = status === 401 ? OTHER_ACCOUNT : '/auth/login'
    return reply
      .code(status)
      .headers(PAGE_HEADERS)
      .send(signInErrorPage(title, error.message, again))
  }
}
