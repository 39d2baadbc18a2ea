import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SESSION_COOKIE } from '../contracts/auth.ts'
import type { Role } from '../contracts/principal.ts'
import { tenants } from '../platform/database/schema.ts'
import { openFileSecrets } from '../platform/secrets/file-secrets.ts'
import { contextFor, createManualClock, principalFor } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createAuth } from './auth.ts'
import { ensureFirstAdministrator, FIRST_ADMINISTRATOR } from './first-administrator.ts'
import { authRoutes } from './routes.ts'
import { createSessions, type Sessions, SIGN_IN_CODE_LIFETIME_IN_MS } from './sessions.ts'
import { openTokenIssuer, type TokenIssuer } from './token-issuer.ts'
import { createTokenVerifier } from './verify-token.ts'

const clock = createManualClock()
let database: TestDatabase
let server: TestServer
let sessions: Sessions
let issuer: TokenIssuer
let tenantId: string
beforeAll(async () => {
  database = await openTestDatabase()
  tenantId = await database.newTenant()
  await ensureFirstAdministrator(database, tenantId)
  sessions = createSessions({ database, lifetimeInMs: 3_600_000 })
  issuer = await openTokenIssuer({ secrets: openFileSecrets(`${database.folder}/secrets`), clock })
  server = await openTestServer({ roles: ['auth'], clock })
  await server.app.register(authRoutes({ sessions, issuer, publicUrl: 'https://footnote.example.org' }))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const newCode = () => sessions.createSignInCode(tenantId, FIRST_ADMINISTRATOR, clock.now())
const open = (code: string, method: 'GET' | 'HEAD' = 'GET') =>
  server.app.inject({ method, url: `/auth/sign-in?code=${code}` })

async function as(roles: Role[], options: InjectOptions) {
  const headers = await server.headersOf(contextFor({ tenant_id: tenantId, object_id: FIRST_ADMINISTRATOR, roles }))
  return server.app.inject({ ...options, headers })
}

describe('a sign-in link', () => {
  it('starts a session in a cookie that scripts and foreign pages cannot use', async () => {
    const reply = await open(await newCode())
    expect(reply.statusCode).toBe(200)
    const [cookie] = reply.cookies
    expect(cookie).toMatchObject({ name: SESSION_COOKIE, httpOnly: true, sameSite: 'Strict', secure: true, path: '/' })
    expect(await sessions.find(cookie!.value, clock.now())).toMatchObject({
      principal: { object_id: FIRST_ADMINISTRATOR },
    })
  })

  it('is not used up when somebody only looks at its headers, as link previews do', async () => {
    const code = await newCode()
    await open(code, 'HEAD')
    expect((await open(code)).statusCode).toBe(200)
  })

  it('answers a problem when it was used or made up', async () => {
    const code = await newCode()
    await open(code)
    for (const bad of [code, 'made-up']) {
      const reply = await open(bad)
      expect(reply.statusCode).toBe(401)
      expect(reply.json()).toMatchObject({ code: 'sign-in-code-invalid' })
      expect(reply.cookies).toEqual([])
    }
  })

  it('is made by administrators, at the public address, with the time of its end', async () => {
    const reply = await as(['Admin'], { method: 'POST', url: '/api/sign-in-links' })
    expect(reply.statusCode).toBe(201)
    const { url, expires_at } = reply.json<{ url: string; expires_at: string }>()
    expect(Date.parse(expires_at)).toBe(clock.now() + SIGN_IN_CODE_LIFETIME_IN_MS)
    expect(url).toMatch(/^https:\/\/footnote\.example\.org\/auth\/sign-in\?code=/)
    expect((await server.app.inject(url.replace('https://footnote.example.org', ''))).statusCode).toBe(200)
    const refused = await as(['Contributor'], { method: 'POST', url: '/api/sign-in-links' })
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, 'role-missing'])
  })
})

it('signing out ends the session on the server, not only in the browser', async () => {
  const { id } = await sessions.redeemSignInCode(await newCode(), clock.now())
  const reply = await server.app.inject({ method: 'POST', url: '/auth/logout', cookies: { [SESSION_COOKIE]: id } })
  expect(reply.statusCode).toBe(204)
  expect(await sessions.find(id, clock.now())).toBeNull()
})

it('tells a caller who they are, and nobody else', async () => {
  const reply = await as(['Reader'], { method: 'GET', url: '/api/session' })
  expect(reply.json()).toMatchObject({ tenant_id: tenantId, object_id: FIRST_ADMINISTRATOR, roles: ['Reader'] })
  expect((await server.app.inject('/api/session')).statusCode).toBe(401)
})

it('publishes public keys that check its tokens', async () => {
  const reply = await server.app.inject('/.well-known/jwks.json')
  const verify = createTokenVerifier(reply.json())
  await expect(verify(await issuer.issue(principalFor()), clock.now())).resolves.toMatchObject({
    principal: { object_id: 'reader' },
  })
  expect(reply.body).not.toContain('"d"')
})

describe('who is asking', () => {
  const gateway = contextFor({ kind: 'system' }, { clock })
  const auth = () =>
    createAuth({ database, sessions, verifyToken: createTokenVerifier({ keys: [...issuer.publicKeys.keys] }) })

  it('is known by a token or by a session, with the epochs of the tenant', async () => {
    await database.system.update(tenants).set({ accessEpoch: 7, libraryEpoch: 9 })
    const token = await issuer.issue(principalFor({ tenant_id: tenantId, object_id: 'ada' }))
    const { id } = await sessions.redeemSignInCode(await newCode(), clock.now())
    const byToken = await auth().authenticate({ credential: { type: 'bearer', token } }, gateway)
    const bySession = await auth().authenticate({ credential: { type: 'session', id } }, gateway)
    expect(byToken).toMatchObject({ principal: { object_id: 'ada' }, access_epoch: 7, library_epoch: 9 })
    expect(bySession).toMatchObject({
      principal: { object_id: FIRST_ADMINISTRATOR },
      access_epoch: 7,
      library_epoch: 9,
    })
  })

  it('is refused when the session is unknown or the organisation is not set up here', async () => {
    const token = await issuer.issue(principalFor({ tenant_id: 'elsewhere' }))
    for (const credential of [{ type: 'bearer', token } as const, { type: 'session', id: 'unknown' } as const])
      await expect(auth().authenticate({ credential }, gateway)).rejects.toMatchObject({ code: 'not-authenticated' })
  })
})
