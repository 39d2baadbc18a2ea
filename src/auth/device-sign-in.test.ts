import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../acceptance/browser.ts'
import { providerRecords } from '../platform/database/sign-in-schema.ts'
import { openTestSignIn, type TestSignIn } from '../testing/open-test-sign-in.ts'
import { ASK_SCOPE, CLI_CLIENT, PROVIDER_PATH, RESOURCE } from './local-provider-names.ts'

const PASSWORD = 'three green bicycles'

let server: TestSignIn
beforeAll(async () => {
  server = await openTestSignIn()
  const browser = server.newBrowser()
  const page = await browser.open(await server.newLink())
  await browser.submit(page, { name: 'Ada', email: 'ada@example.org', password: PASSWORD })
})
afterAll(() => server[Symbol.asyncDispose]())

type Reply = Readonly<Record<string, string>>

async function post(path: string, fields: Readonly<Record<string, string>>): Promise<readonly [number, Reply]> {
  const body = new URLSearchParams({ client_id: CLI_CLIENT, ...fields })
  const reply = await server.send(`${PROVIDER_PATH}${path}`, { method: 'POST', body })
  const text = await reply.text()
  return [reply.status, text === '' ? {} : (JSON.parse(text) as Reply)]
}

const begin = async () =>
  (await post('/device/auth', { scope: `openid offline_access ${ASK_SCOPE}`, resource: RESOURCE }))[1]
const poll = (device_code: string) =>
  post('/token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code, resource: RESOURCE })
const refresh = (refresh_token: string) => post('/token', { grant_type: 'refresh_token', refresh_token })

async function confirm(browser: Browser, userCode: string) {
  const asked = await browser.submit(await browser.open(`${PROVIDER_PATH}/device`), { user_code: userCode })
  expect(asked.text).toContain('Is this your terminal?')
  expect(asked.text).toContain(userCode)
  const next = await browser.submit(asked, {})
  return next.text.includes('<h1>Sign in</h1>')
    ? browser.submit(next, { email: 'ada@example.org', password: PASSWORD })
    : next
}

async function signIn() {
  const { user_code = '', device_code = '' } = await begin()
  await confirm(server.newBrowser(), user_code)
  const [status, tokens] = await poll(device_code)
  expect(status).toBe(200)
  return { device_code, access: tokens['access_token'] ?? '', refreshToken: tokens['refresh_token'] ?? '' }
}

const sessionOf = async (token: string) => {
  const reply = await server.send('/api/session', { headers: { authorization: `Bearer ${token}` } })
  return [reply.status, (await reply.json()) as object] as const
}

describe('signing a command line in', () => {
  it('waits until a person has confirmed the code in a browser, and then names that person', async () => {
    const { user_code = '', device_code = '' } = await begin()
    expect((await poll(device_code))[1]).toMatchObject({ error: 'authorization_pending' })
    const page = await confirm(server.newBrowser(), user_code)
    expect(page.text).toContain('The command line is signed in')
    const [, { access_token = '' }] = await poll(device_code)
    expect(await sessionOf(access_token)).toMatchObject([200, { object_id: 'administrator', roles: ['Admin'] }])
  })

  it('gives tokens for a code once', async () => {
    const { device_code } = await signIn()
    expect((await poll(device_code))[1]).toMatchObject({ error: 'invalid_grant' })
  })

  it('ends when the person says no', async () => {
    const { user_code = '', device_code = '' } = await begin()
    const browser = server.newBrowser()
    const asked = await browser.submit(await browser.open(`${PROVIDER_PATH}/device`), { user_code })
    const action = `${PROVIDER_PATH}/device`
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)?.[1] ?? ''
    const body = new URLSearchParams({ xsrf, user_code, abort: 'yes' })
    const headers = { cookie: browser.cookies(action), origin: server.baseUrl }
    expect(await (await server.send(action, { method: 'POST', body, headers })).text()).toContain('Stopped')
    expect((await poll(device_code))[1]).toMatchObject({ error: 'access_denied' })
  })

  it('cannot be confirmed by a form of another page', async () => {
    const { user_code = '', device_code = '' } = await begin()
    const browser = server.newBrowser()
    await browser.open(`${PROVIDER_PATH}/device`)
    const body = new URLSearchParams({ user_code, confirm: 'yes', xsrf: 'guessed' })
    const headers = { cookie: browser.cookies(`${PROVIDER_PATH}/device`) }
    await server.send(`${PROVIDER_PATH}/device`, { method: 'POST', body, headers })
    expect((await poll(device_code))[1]).toMatchObject({ error: 'authorization_pending' })
  })
})

describe('a refresh token', () => {
  it('works once; a second use ends all that came from it', async () => {
    const { refreshToken } = await signIn()
    const [status, renewed] = await refresh(refreshToken)
    expect(status).toBe(200)
    expect((await sessionOf(renewed['access_token'] ?? ''))[0]).toBe(200)
    expect((await refresh(refreshToken))[1]).toMatchObject({ error: 'invalid_grant' })
    expect((await refresh(renewed['refresh_token'] ?? ''))[1]).toMatchObject({ error: 'invalid_grant' })
  })

  it('works for one of ten who send it at the same time', async () => {
    const { refreshToken } = await signIn()
    const all = await Promise.all(Array.from({ length: 10 }, () => refresh(refreshToken)))
    expect(all.filter(([status]) => status === 200).length).toBeLessThanOrEqual(1)
  })

  it('is of no use after signing out', async () => {
    const { refreshToken } = await signIn()
    expect((await post('/token/revocation', { token: refreshToken }))[0]).toBe(200)
    expect((await refresh(refreshToken))[1]).toMatchObject({ error: 'invalid_grant' })
  })

  it('is nowhere in the database', async () => {
    const { refreshToken } = await signIn()
    const kept = JSON.stringify(await server.database.system.select().from(providerRecords))
    expect(kept).not.toContain(refreshToken)
  })
})

describe('the local provider', () => {
  it('offers code flow with PKCE and the device flow, and nothing else', async () => {
    const reply = await server.send(`${PROVIDER_PATH}/.well-known/openid-configuration`)
    expect(await reply.json()).toMatchObject({
      issuer: `${server.baseUrl}${PROVIDER_PATH}`,
      response_types_supported: ['code'],
      grant_types_supported: expect.not.arrayContaining(['implicit', 'password', 'client_credentials']),
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    })
    expect((await server.send(`${PROVIDER_PATH}/reg`, { method: 'POST' })).status).toBe(404)
  })

  it.each([
    ['no PKCE', (query: URLSearchParams) => query.delete('code_challenge')],
    ['plain PKCE', (query: URLSearchParams) => query.set('code_challenge_method', 'plain')],
    ['another address to come back to', (query: URLSearchParams) => query.set('redirect_uri', 'https://evil.example/')],
    ['the implicit flow', (query: URLSearchParams) => query.set('response_type', 'token')],
  ])('refuses %s', async (_what, change) => {
    const started = await server.send('/auth/login')
    const address = new URL(started.headers.get('location') ?? '')
    change(address.searchParams)
    const reply = await server.send(address.href)
    const next = reply.headers.get('location') ?? ''
    expect(next).not.toContain('/auth/interaction/')
    expect(next).not.toContain('evil.example')
  })

  it('makes its addresses of the issuer, whatever a proxy or a stranger says', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    const reply = await server.send(`${PROVIDER_PATH}/.well-known/openid-configuration`, { headers })
    expect(await reply.text()).not.toContain('evil.example')
  })
})
