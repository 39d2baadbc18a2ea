import '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { z } from 'zod'
import { isProblem, PROBLEMS, type ProblemError } from '../contracts/errors.ts'
import { inboundCallOf } from '../platform/http/call-context.ts'
import { anyone } from '../policies/anyone.ts'
import { type Account, type Accounts, normalEmail } from './accounts.ts'
import type { BaseAddress } from './base-address.ts'
import { PAGE_HEADERS } from './html-page.ts'
import type { AttemptLimits } from './limit-attempts.ts'
import { INTERACTION_PATH, PROVIDER_COOKIE, PROVIDER_COOKIE_PATH } from './local-provider-names.ts'
import { asIssuer, type LazyProvider } from './provider-routes.ts'
import { refuseForeignForm } from './refuse-foreign-forms.ts'
import type { SignInCodes } from './sign-in-codes.ts'
import { choosePasswordPage, confirmLinkPage, signInErrorPage, signInPage } from './sign-in-pages.ts'

/** Carries the code of a sign-in link to the page that uses it, so that it stands in no further address. */
export const LINK_COOKIE = 'footnote_link'

export interface InteractionDependencies {
  readonly provider: LazyProvider
  readonly accounts: Accounts
  readonly codes: SignInCodes
  readonly limits: AttemptLimits
  readonly baseAddress: BaseAddress
}

const Form = z.object({
  name: z.string().max(1_000).default(''),
  email: z.string().max(1_000).default(''),
  password: z.string().max(1_000).default(''),
})

/** The pages on which the local provider lets people sign in: with a password, or with the code of a link. */
export function interactionRoutes(dependencies: InteractionDependencies): FastifyPluginAsync {
  return async (app) => {
    await app.register(formbody)
    const options = { schema: { hide: true }, config: { policy: anyone } }
    const url = `${INTERACTION_PATH}/:uid`
    // Whoever only looks at headers, as link previews do, must not use a code up.
    app.get(url, { ...options, exposeHeadRoute: false }, (request, reply) =>
      withPage(reply, async () => {
        await requireInteraction(dependencies, request, reply)
        return showPage(dependencies, request, reply)
      }),
    )
    app.post(url, options, (request, reply) =>
      withPage(reply, async () => {
        refuseForeignForm(request, dependencies.baseAddress())
        await requireInteraction(dependencies, request, reply)
        const form = Form.parse(request.body)
        const linked = await linkedAccount(dependencies, request)
        if (linked === null) return signInWithPassword(dependencies, form, request, reply)
        if (linked.account.hasPassword) return signInByLink(dependencies, linked, request, reply)
        return choosePassword(
          dependencies,
          { ...form, email: linked.account.email ?? form.email },
          linked,
          request,
          reply,
        )
      }),
    )
  }
}

async function showPage(dependencies: InteractionDependencies, request: FastifyRequest, reply: FastifyReply) {
  const asksForPassword = z.object({ with: z.literal('password') }).safeParse(request.query).success
  if (asksForPassword) reply.clearCookie(LINK_COOKIE, { path: INTERACTION_PATH })
  const linked = asksForPassword ? null : await linkedAccount(dependencies, request)
  if (linked === null) return send(reply, 200, signInPage({ email: '', failure: null }))
  const { account } = linked
  if (account.hasPassword) return send(reply, 200, confirmLinkPage(account.displayName))
  const given = { name: account.email === null ? '' : account.displayName, email: account.email ?? '' }
  return send(reply, 200, choosePasswordPage({ given, emailIsFixed: account.email !== null, objections: {} }))
}

interface Linked {
  readonly code: string
  readonly account: Account
}

/** Whose link this browser opened, if it is still good. */
async function linkedAccount(
  { codes, accounts }: InteractionDependencies,
  request: FastifyRequest,
): Promise<Linked | null> {
  const code = request.cookies[LINK_COOKIE]
  if (code === undefined) return null
  const owner = await codes.find(code, inboundCallOf(request).clock.now())
  const account = owner === null ? null : await accounts.find(owner.objectId)
  return account === null ? null : { code, account }
}

async function signInByLink(
  dependencies: InteractionDependencies,
  { code }: Linked,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const account = await dependencies.accounts.signInByCode(code, inboundCallOf(request).clock.now())
  return finish(dependencies, account, 'link', request, reply)
}

async function signInWithPassword(
  dependencies: InteractionDependencies,
  { email, password }: z.infer<typeof Form>,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { accounts, limits } = dependencies
  const { clock, requestId } = inboundCallOf(request)
  const attempt = { account: normalEmail(email), address: request.ip }
  try {
    await limits.begin(attempt, clock.now())
  } catch (error) {
    if (!isProblem(error)) throw error
    reply.header('retry-after', String(error.retryAfterInSeconds ?? 1))
    return send(reply, 429, signInPage({ email, failure: error.message }))
  }
  const account = await accounts.signIn(email, password)
  await limits.end(attempt, account !== null, clock.now())
  if (account !== null) return finish(dependencies, account, 'pwd', request, reply)
  await accounts.noteRefusal(email, { clock, requestId })
  return send(reply, 401, signInPage({ email, failure: 'The e-mail address or the password is not right.' }))
}

async function choosePassword(
  dependencies: InteractionDependencies,
  form: z.infer<typeof Form>,
  { code, account: { email } }: Linked,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const result = await dependencies.accounts.choosePassword(code, form, inboundCallOf(request).clock.now())
  if ('objectId' in result) return finish(dependencies, result, 'link', request, reply)
  return send(reply, 400, choosePasswordPage({ given: form, emailIsFixed: email !== null, objections: result }))
}

/** Tell the provider who signed in, and go on where it says. */
async function finish(
  { provider }: InteractionDependencies,
  { objectId }: Account,
  method: 'pwd' | 'link',
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const result = { login: { accountId: objectId, amr: [method] } }
  const answering = await provider()
  const next = await answering.interactionResult(asIssuer(request, answering), reply.raw, result)
  await forgetOther(answering, objectId, request, reply)
  return reply.clearCookie(LINK_COOKIE, { path: INTERACTION_PATH }).redirect(next, 303)
}

/**
 * Somebody else may have signed in meanwhile, in another tab. The provider would ask to sign that person out first, on a
 * page whose script ours forbid; whoever signs in last in a browser is the one who is signed in.
 */
async function forgetOther(answering: Provider, objectId: string, request: FastifyRequest, reply: FastifyReply) {
  const id = request.cookies[PROVIDER_COOKIE]
  const session = id === undefined ? undefined : await answering.Session.find(id)
  if (session?.accountId === undefined || session.accountId === objectId) return
  await session.destroy()
  for (const name of [PROVIDER_COOKIE, `${PROVIDER_COOKIE}.sig`])
    reply.clearCookie(name, { path: PROVIDER_COOKIE_PATH })
}

/** Throws when this browser has no sign-in under way at this address. */
async function requireInteraction({ provider }: InteractionDependencies, request: FastifyRequest, reply: FastifyReply) {
  const answering = await provider()
  await answering.interactionDetails(asIssuer(request, answering), reply.raw)
}

function send(reply: FastifyReply, status: number, page: string) {
  return reply.code(status).headers(PAGE_HEADERS).send(page)
}

/** Errors on the way are pages here: a person reads them, not a program. */
async function withPage(reply: FastifyReply, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work()
  } catch (error) {
    if (isProblem(error)) return sendProblemPage(reply, error)
    if (!(error instanceof Error) || error.name !== 'SessionNotFound') throw error
    return send(reply, 400, signInErrorPage('This page is too old', 'It was open for too long, or in another browser.'))
  }
}

/** A known error as a page. */
export function sendProblemPage(reply: FastifyReply, error: ProblemError): FastifyReply {
  const { status, title } = PROBLEMS[error.code]
  return send(reply, status, signInErrorPage(title, error.message))
}
