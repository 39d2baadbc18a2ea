import { randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, startBrowser } from '../../acceptance/browser.ts'
import { users } from '../platform/database/sign-in-schema.ts'
import { principalFor } from '../testing/call-contexts.ts'
import {
  createEntraLikeSignIn,
  ENTRA,
  ENTRA_SECRET,
  ENTRA_TENANT,
  ENTRA_WEB_CLIENT,
  type EntraLikeSignIn,
} from '../testing/entra-like-sign-in.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createIdentityProvider, type IdentityProvider } from './identity-provider.ts'
import { loginRoutes } from './login-routes.ts'
import { createSeal } from './seal-secret.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignInAttempts } from './sign-in-attempts.ts'
import type { TokenVerifier } from './verify-token.ts'

const BASE = 'https://footnote.example.org'
const SCOPE = 'openid profile offline_access api/Footnote.Ask'

let database: TestDatabase
let server: TestServer
let entra: EntraLikeSignIn
let sessions: Sessions

/** Reads what the scripted provider signed; checking tokens has tests of its own. */
const verifyToken: TokenVerifier = async (token) => {
  const {
    iat = 0,
    exp = 0,
    ...claims
  } = decodeJwt<{ tid: string; oid: string; roles: 'Reader'[]; name: string }>(token)
  const { tid, oid, roles, name } = claims
  const principal = principalFor({ tenant_id: tid, object_id: oid, roles, display_name: name })
  return { principal, issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000) }
}

const newProvider = (tenant: string): IdentityProvider =>
  createIdentityProvider({
    name: 'entra',
    label: 'Sign in with Microsoft',
    issuer: () => `${ENTRA}/${tenant}/v2.0`,
    clientId: ENTRA_WEB_CLIENT,
    clientSecret: ENTRA_SECRET,
    scope: SCOPE,
    baseAddress: () => BASE,
    fetch: entra.fetch,
  })

beforeAll(async () => {
  database = await openTestDatabase()
  entra = await createEntraLikeSignIn()
  server = await openTestServer({ roles: ['auth'] })
  const providers = [newProvider('organizations')]
  const lifetimes = { lifetimeInMs: 86_400_000, idleLifetimeInMs: 86_400_000 }
  const seal = createSeal(randomBytes(32).toString('base64url'))
  sessions = createSessions({ database, seal, verifyToken, providers, ...lifetimes })
  await server.app.register(
    loginRoutes({
      database,
      providers,
      sessions,
      verifyToken,
      attempts: createSignInAttempts(database),
      baseAddress: () => BASE,
      cookie: { name: '__Host-footnote_session', secure: true },
      issuerOf: (_name, { tenant_id }) => `${ENTRA}/${tenant_id}/v2.0`,
    }),
  )
})
beforeEach(() => {
  entra.mode = 'good'
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

function newBrowser(): Browser {
  return startBrowser(BASE, async (url, { headers }) => {
    // What lies elsewhere ends the way; a test goes on by itself.
    if (url.origin !== BASE) return new Response(url.href)
    const sent = { host: url.host, ...Object.fromEntries(new Headers(headers)) }
    const reply = await server.app.inject({ url: `${url.pathname}${url.search}`, headers: sent })
    const kept = Object.entries(reply.headers).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)]),
    )
    return new Response(reply.body, { status: reply.statusCode, headers: kept })
  })
}

const CLAIMS = { oid: '7d1c5f1e-0a0b-4c4d-8e8f-0000000000e1', roles: ['Reader'], name: 'Ada' }

async function signIn(browser = newBrowser()) {
  const asked = await browser.open('/auth/login?return_to=/library')
  return browser.open((await entra.authorize(new URL(asked.text), CLAIMS)).href)
}

describe('signing in with Entra ID', () => {
  it('asks for this API with code flow, PKCE, state and nonce', async () => {
    const { text } = await newBrowser().open('/auth/login')
    const { origin, pathname, searchParams } = new URL(text)
    expect(`${origin}${pathname}`).toBe(`${ENTRA}/organizations/oauth2/v2.0/authorize`)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: ENTRA_WEB_CLIENT,
      redirect_uri: `${BASE}/auth/callback`,
      response_type: 'code',
      scope: SCOPE,
      code_challenge_method: 'S256',
    })
    for (const secret of ['state', 'nonce', 'code_challenge'])
      expect(searchParams.get(secret)?.length ?? 0).toBeGreaterThan(40)
  })

  it('of one of several tenants ends in a session of that tenant', async () => {
    const browser = newBrowser()
    const page = await signIn(browser)
    expect(page.text).toContain('url=/library')
    const id = /=([\w-]+)/.exec(browser.cookies('/'))
    expect(id).not.toBeNull()
    const cookie = browser.given.find((line) => line.startsWith('__Host-footnote_session='))
    const found = await sessions.find(/=([\w-]+)/.exec(cookie ?? '')?.[1] ?? '', Date.now())
    expect(found?.principal).toMatchObject({ tenant_id: ENTRA_TENANT, object_id: CLAIMS.oid, roles: ['Reader'] })
    const [user] = await database.system
      .select()
      .from(users)
      .where(and(eq(users.tenantId, ENTRA_TENANT), eq(users.objectId, CLAIMS.oid)))
    expect(user).toMatchObject({ displayName: 'Ada', issuer: `${ENTRA}/${ENTRA_TENANT}/v2.0`, roles: ['Reader'] })
  })

  it('does not take over a person whom another provider vouches for', async () => {
    await signIn()
    const ofPerson = and(eq(users.tenantId, ENTRA_TENANT), eq(users.objectId, CLAIMS.oid))
    await database.system.update(users).set({ issuer: 'https://other.example.org' }).where(ofPerson)
    expect((await signIn()).status).toBe(401)
    await database.system.delete(users).where(ofPerson)
  })

  it('says that Entra ID is away, and works when it is back', async () => {
    const browser = newBrowser()
    const asked = await browser.open('/auth/login')
    const callback = await entra.authorize(new URL(asked.text), CLAIMS)
    entra.mode = 'down'
    const page = await browser.open(callback.href)
    expect([page.status, page.text]).toEqual([503, expect.stringContaining('Sign in again')])
    entra.mode = 'good'
    expect((await signIn(browser)).status).toBe(200)
  })
})

describe('a provider', () => {
  const attempt = {
    provider: 'entra',
    state: 's'.repeat(43),
    nonce: 'n'.repeat(43),
    codeVerifier: 'v'.repeat(43),
    returnTo: '/',
  }

  async function callbackOf(provider: IdentityProvider) {
    return (await entra.authorize(await provider.authorizationUrl(attempt), CLAIMS)).searchParams
  }

  it.each([ENTRA_TENANT, 'organizations'])('gives tokens for a code, as tenant %s', async (tenant) => {
    const provider = newProvider(tenant)
    const tokens = await provider.exchange(await callbackOf(provider), attempt)
    expect(decodeJwt(tokens.accessToken)).toMatchObject({ oid: CLAIMS.oid, aud: 'api' })
  })

  it.each([
    ['state', { state: 'x'.repeat(43) }],
    ['nonce', { nonce: 'x'.repeat(43) }],
    ['PKCE verifier', { codeVerifier: 'x'.repeat(43) }],
  ])('gives none for another %s', async (_what, change) => {
    const provider = newProvider(ENTRA_TENANT)
    const reply = await callbackOf(provider)
    await expect(provider.exchange(reply, { ...attempt, ...change })).rejects.toMatchObject({
      code: 'not-authenticated',
    })
  })

  it('gives tokens for a code once', async () => {
    const provider = newProvider(ENTRA_TENANT)
    const reply = await callbackOf(provider)
    await provider.exchange(reply, attempt)
    await expect(provider.exchange(reply, attempt)).rejects.toMatchObject({ code: 'not-authenticated' })
  })

  it('gives new tokens for a refresh token, refuses, or cannot be reached', async () => {
    const provider = newProvider(ENTRA_TENANT)
    const { refreshToken } = await provider.exchange(await callbackOf(provider), attempt)
    const renewed = await provider.refresh(refreshToken ?? '')
    expect(renewed?.refreshToken).not.toBe(refreshToken)
    expect(await provider.refresh(refreshToken ?? '')).toBeNull()
    entra.mode = 'down'
    await expect(provider.refresh('any')).rejects.toMatchObject({ code: 'service-unavailable' })
  })

  it('has a page where one signs out there as well', async () => {
    const address = await newProvider(ENTRA_TENANT).endSessionUrl()
    expect(address).toMatch(new RegExp(`^${ENTRA}/${ENTRA_TENANT}/oauth2/v2.0/logout\\?`))
    expect(new URL(address ?? '').searchParams.get('post_logout_redirect_uri')).toBe(`${BASE}/`)
  })
})
