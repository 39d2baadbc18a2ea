import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from '../../acceptance/browser.ts'
import { sessions, signInAttempts, users } from '../platform/database/sign-in-schema.ts'
import { openTestSignIn, type TestSignIn } from '../testing/open-test-sign-in.ts'

const PASSWORD = 'three green bicycles'
const OURS = { 'x-footnote': '1' }

let server: TestSignIn
let browser: Browser
beforeAll(async () => {
  server = await openTestSignIn()
  browser = server.newBrowser()
  const page = await browser.open(await server.newLink())
  await browser.submit(page, { name: 'Ada', email: 'ada@example.org', password: PASSWORD })
})
afterAll(() => server[Symbol.asyncDispose]())

const headingOf = ({ text }: Page) => /<h1>([^<]*)/.exec(text)?.[1]
const asAda = (from: Browser = browser) => ({ cookie: from.cookies('/api/session') })
const status = async (address: string, init: RequestInit = {}) => (await server.send(address, init)).status

async function signIn(address = '/auth/login', password = PASSWORD): Promise<{ browser: Browser; page: Page }> {
  const fresh = server.newBrowser()
  const page = await fresh.submit(await fresh.open(address), { email: 'ada@example.org', password })
  return { browser: fresh, page }
}

async function invite(given: Record<string, unknown>): Promise<{ user: { id: string }; link: { url: string } }> {
  const body = JSON.stringify({ display_name: 'Bert', ...given })
  const headers = { ...asAda(), ...OURS, 'content-type': 'application/json' }
  const reply = await server.send('/api/users', { method: 'POST', body, headers })
  expect(reply.status).toBe(201)
  return (await reply.json()) as { user: { id: string }; link: { url: string } }
}

const patch = (id: string, change: Record<string, unknown>) =>
  server.send(`/api/users/${id}`, {
    method: 'PATCH',
    body: JSON.stringify(change),
    headers: { ...asAda(), ...OURS, 'content-type': 'application/json' },
  })

describe('signing in', () => {
  it('with a password comes back to the page one came from', async () => {
    const { browser: fresh, page } = await signIn('/auth/login?return_to=/library%3Fpage=2')
    expect(headingOf(page)).toBe('You are signed in')
    expect(page.text).toContain('content="0; url=/library?page=2"')
    const reply = await server.send('/api/session', { headers: asAda(fresh) })
    expect(await reply.json()).toMatchObject({ object_id: 'administrator', display_name: 'Ada', roles: ['Admin'] })
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example'])(
    'never leads to %s',
    async (evil) => {
      const { page } = await signIn(`/auth/login?return_to=${encodeURIComponent(evil)}`)
      expect(page.text).toContain('content="0; url=/"')
      expect(page.way.every((url) => url.startsWith(`${server.baseUrl}/`))).toBe(true)
    },
  )

  it('with a wrong password or an unknown address says the same, and asks again', async () => {
    const wrong = (await signIn('/auth/login', 'not the password')).page
    const fresh = server.newBrowser()
    const unknown = await fresh.submit(await fresh.open('/auth/login'), {
      email: 'nobody@example.org',
      password: PASSWORD,
    })
    const told = ({ text }: Page) => /role="alert">([^<]*)/.exec(text)?.[1]
    expect([wrong.status, told(wrong)]).toEqual([401, told(unknown)])
    expect(told(unknown)).toContain('not right')
  })

  it('never takes over a session id that was there before', async () => {
    const planted = server.newBrowser()
    const page = await planted.open('/auth/login')
    const way = new URL(page.url)
    const form = new URLSearchParams({ email: 'ada@example.org', password: PASSWORD })
    const cookie = `${planted.cookies(way.href)}; footnote_session=planted-by-a-stranger`
    const reply = await server.send(way.href, {
      method: 'POST',
      body: form,
      headers: { cookie, origin: server.baseUrl },
    })
    expect(reply.status).toBe(303)
    await planted.open(reply.headers.get('location') ?? '')
    expect(await status('/api/session', { headers: { cookie: 'footnote_session=planted-by-a-stranger' } })).toBe(401)
  })

  it('ends the session that the same browser had before', async () => {
    const { browser: fresh } = await signIn()
    const earlier = asAda(fresh)
    await fresh.submit(await fresh.open('/auth/login'), { email: 'ada@example.org', password: PASSWORD })
    expect(asAda(fresh).cookie).not.toBe(earlier.cookie)
    expect(await status('/api/session', { headers: earlier })).toBe(401)
    expect(await status('/api/session', { headers: asAda(fresh) })).toBe(200)
  })

  it('stops after ten wrong passwords and says how long to wait, whatever the address is', async () => {
    await invite({ email: 'carl@example.org' })
    const fresh = server.newBrowser()
    let page = await fresh.open('/auth/login')
    for (let attempt = 0; attempt < 10; attempt += 1) {
      page = await fresh.submit(page, { email: 'carl@example.org', password: `guess number ${attempt}` })
      expect(page.status).toBe(401)
    }
    page = await fresh.submit(page, { email: 'Carl@Example.org', password: PASSWORD })
    expect(page.status).toBe(429)
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(60)
    expect(page.text).toContain('Wait 15 minutes')
  })

  it('takes forms from its own pages only', async () => {
    const fresh = server.newBrowser()
    const page = await fresh.open('/auth/login')
    const form = new URLSearchParams({ email: 'ada@example.org', password: PASSWORD })
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const headers = { cookie: fresh.cookies(page.url.href), ...(origin === undefined ? {} : { origin }) }
      expect(await status(page.url.href, { method: 'POST', body: form, headers })).toBe(403)
    }
  })

  it('shows pages without scripts, which nobody can frame, keep or sniff', async () => {
    const { headers, text } = await server.newBrowser().open('/auth/login')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff'])
    expect(text).not.toMatch(/<script| on\w+=|style=/)
  })
})

describe('the reply of the provider', () => {
  /** Everything up to the callback, which is not opened. */
  async function untilCallback(from: Browser): Promise<URL> {
    const page = await from.open('/auth/login')
    const body = new URLSearchParams({ email: 'ada@example.org', password: PASSWORD })
    const headers = { cookie: from.cookies(page.url.href), origin: server.baseUrl }
    const sent = await server.send(page.url.href, { method: 'POST', body, headers })
    const resume = sent.headers.get('location') ?? ''
    const reply = await server.send(resume, { headers: { cookie: from.cookies(resume) } })
    return new URL(reply.headers.get('location') ?? '')
  }

  it('is taken once', async () => {
    const fresh = server.newBrowser()
    const callback = await untilCallback(fresh)
    expect((await fresh.open(callback.href)).status).toBe(200)
    const again = await fresh.open(callback.href)
    expect([again.status, headingOf(again)]).toEqual([401, 'You are not signed in'])
  })

  it('is of no use in another browser', async () => {
    const callback = await untilCallback(server.newBrowser())
    const other = server.newBrowser()
    await other.open('/auth/login')
    expect((await other.open(callback.href)).status).toBe(401)
  })

  it.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x')],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['no issuer', (url: URL) => url.searchParams.delete('iss')],
    ['another code', (url: URL) => url.searchParams.set('code', 'x')],
    ['no code', (url: URL) => url.searchParams.delete('code')],
    ['an error', (url: URL) => url.searchParams.set('error', 'access_denied')],
  ])('is refused with %s', async (_what, change) => {
    const fresh = server.newBrowser()
    const callback = await untilCallback(fresh)
    change(callback)
    const page = await fresh.open(callback.href)
    expect(page.status).toBe(401)
    expect(fresh.cookies('/api/session')).not.toContain('footnote_session')
  })

  it.each(['nonce', 'codeVerifier'] as const)('is refused when the %s is not the one of the request', async (what) => {
    const fresh = server.newBrowser()
    const callback = await untilCallback(fresh)
    await server.database.system.update(signInAttempts).set({ [what]: 'a'.repeat(43) })
    expect((await fresh.open(callback.href)).status).toBe(401)
  })
})

describe('two tabs of one browser', () => {
  it('may sign in different people: the last one is signed in', async () => {
    const email = 'nora@example.org'
    const { link } = await invite({ email, roles: ['Reader'] })
    const first = server.newBrowser()
    await first.submit(await first.open(link.url), { name: 'Nora', password: PASSWORD })
    const fresh = server.newBrowser()
    const one = await fresh.open('/auth/login')
    const other = await fresh.open('/auth/login')
    expect(headingOf(await fresh.submit(one, { email: 'ada@example.org', password: PASSWORD }))).toBe(
      'You are signed in',
    )
    const page = await fresh.submit(other, { email, password: PASSWORD })
    expect([headingOf(page), page.text]).toEqual(['You are signed in', expect.not.stringContaining('<script')])
    const session = await server.send('/api/session', { headers: asAda(fresh) })
    expect(await session.json()).toMatchObject({ display_name: 'Nora' })
  })
})

describe('a sign-in link', () => {
  it('is not used up by looking at it, and then works once', async () => {
    const link = await server.newLink()
    for (const method of ['HEAD', 'GET', 'GET']) await server.send(link, { method })
    const one = server.newBrowser()
    // Not even by a browser that fetches the page ahead, cookies and all.
    await one.open(link)
    const asked = await one.open(link)
    expect(headingOf(asked)).toBe('Sign in')
    expect(headingOf(await one.submit(asked, {}))).toBe('You are signed in')
    const page = await server.newBrowser().open(link)
    expect([page.status, headingOf(page)]).toEqual([401, 'The sign-in link is no longer valid'])
  })

  it('works for one of two who open it at the same time', async () => {
    const link = await server.newLink()
    const pages = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const each = server.newBrowser()
        return each.submit(await each.open(link), {})
      }),
    )
    expect(pages.filter((page) => headingOf(page) === 'You are signed in')).toHaveLength(1)
  })

  it('lets an invited person choose a password, and no weak one', async () => {
    const { link } = await invite({ email: 'bert@example.org', roles: ['Contributor'], group_ids: ['staff'] })
    const bert = server.newBrowser()
    const page = await bert.open(link.url)
    expect(headingOf(page)).toBe('Choose a password')
    expect(page.text).toContain('value="bert@example.org"')
    const refused = await bert.submit(page, { name: 'Bert', password: 'bert@example.org' })
    expect(refused.status).toBe(400)
    expect(refused.text).toMatch(/id="password-objection">Choose something else/)
    const signedIn = await bert.submit(refused, { name: 'Bert', email: 'ada@example.org', password: PASSWORD })
    expect(headingOf(signedIn)).toBe('You are signed in')
    const session = (await (await server.send('/api/session', { headers: asAda(bert) })).json()) as object
    expect(session).toMatchObject({ display_name: 'Bert', roles: ['Contributor'], group_ids: ['staff'] })
    const fresh = server.newBrowser()
    const again = await fresh.submit(await fresh.open('/auth/login'), { email: 'bert@example.org', password: PASSWORD })
    expect(headingOf(again)).toBe('You are signed in')
  })
})

describe('a session', () => {
  it('is in a cookie that scripts and foreign pages cannot use', async () => {
    const { browser: fresh } = await signIn()
    const line = fresh.given.find((one) => one.startsWith('footnote_session='))
    expect(line).toMatch(/^footnote_session=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Strict$/)
  })

  it.each([
    ['no header', {}],
    ['the header from a foreign page', { ...OURS, origin: 'https://evil.example' }],
    ['the header from a page of a sibling', { ...OURS, 'sec-fetch-site': 'same-site' }],
    ['the header from another site', { ...OURS, 'sec-fetch-site': 'cross-site' }],
    ['a form of text', { 'content-type': 'text/plain' }],
  ])('changes nothing with %s', async (_what, headers) => {
    for (const [method, address] of [
      ['POST', '/api/users'],
      ['DELETE', '/api/sessions'],
    ]) {
      const reply = await server.send(address!, { method: method!, body: '{}', headers: { ...asAda(), ...headers } })
      expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([403, 'request-forgery'])
    }
  })

  it('ends on the server when one signs out, and only by a page of ours', async () => {
    const { browser: fresh } = await signIn()
    const headers = asAda(fresh)
    expect(await status('/auth/logout', { method: 'POST', headers })).toBe(403)
    const foreign = { ...headers, ...OURS, origin: 'https://evil.example' }
    expect(await status('/auth/logout', { method: 'POST', headers: foreign })).toBe(403)
    const out = await server.send('/auth/logout', { method: 'POST', headers: { ...headers, ...OURS } })
    expect([out.status, await out.json()]).toEqual([200, { end_session_url: null }])
    expect(out.headers.getSetCookie()[0]).toMatch(/^footnote_session=; Max-Age=0; Path=\/; /)
    expect(await status('/api/session', { headers })).toBe(401)
  })

  it('is listed to its owner, who can end one or all others', async () => {
    const [one, other] = [await signIn(), await signIn()]
    const headers = { ...asAda(one.browser), ...OURS }
    const reply = await server.send('/api/sessions', { headers })
    const { sessions: listed } = (await reply.json()) as { sessions: { id: string; current: boolean }[] }
    expect(listed.filter(({ current }) => current)).toHaveLength(1)
    const newest = listed.find(({ current }) => !current)
    expect(await status(`/api/sessions/${newest?.id}`, { method: 'DELETE', headers })).toBe(204)
    expect(await status('/api/session', { headers: asAda(other.browser) })).toBe(401)
    expect(await status(`/api/sessions/${newest?.id}`, { method: 'DELETE', headers })).toBe(404)
    await server.send('/api/sessions', { method: 'DELETE', headers })
    expect(await status('/api/session', { headers: asAda() })).toBe(401)
    expect(await status('/api/session', { headers })).toBe(200)
    await browser.submit(await browser.open('/auth/login'), { email: 'ada@example.org', password: PASSWORD })
  })
})

describe('behind an https address', () => {
  it('a session is in a cookie that no other host can set, and forms come from that address', async () => {
    await using secure = await openTestSignIn({ FOOTNOTE_PUBLIC_URL: 'https://footnote.example.org' })
    const fresh = secure.newBrowser()
    const page = await fresh.open(await secure.newLink())
    expect(page.url.origin).toBe('https://footnote.example.org')
    await fresh.submit(page, { name: 'Ada', email: 'ada@example.org', password: PASSWORD })
    const session = fresh.given.find((line) => line.startsWith('__Host-footnote_session='))
    expect(session).toMatch(/^[\w-]+=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; Secure; SameSite=Strict$/)
    for (const line of fresh.given.filter((one) => !one.includes('Max-Age=0')))
      expect([line, /; secure(;|$)/i.test(line)]).toEqual([line, true])
    const id = /=([\w-]+)/.exec(session ?? '')?.[1]
    const ask = (name: string) => secure.send('/api/session', { headers: { cookie: `${name}=${id}` } })
    expect((await ask('__Host-footnote_session')).status).toBe(200)
    expect((await ask('footnote_session')).status).toBe(401)
  })

  it('somebody who comes by another name of the server is sent to that address first', async () => {
    await using secure = await openTestSignIn({ FOOTNOTE_PUBLIC_URL: 'https://footnote.example.org' })
    const reply = await secure.send('http://127.0.0.1:1234/auth/login?return_to=/library')
    expect(reply.headers.get('location')).toBe('https://footnote.example.org/auth/login?return_to=%2Flibrary&moved=1')
    const again = await secure.send('http://127.0.0.1:1234/auth/login?moved=1')
    expect(again.headers.get('location')).toMatch(/^https:\/\/footnote\.example\.org\/auth\/provider\/auth\?/)
  })
})

it('without local sign-in there is no provider, no link and no page for passwords', async () => {
  await using closed = await openTestSignIn({ FOOTNOTE_LOCAL_SIGN_IN: 'off' })
  for (const address of ['/auth/provider/.well-known/openid-configuration', '/auth/interaction/x', '/auth/login'])
    expect((await closed.send(address)).status).toBe(404)
  await expect(closed.newLink()).rejects.toThrow('nobody signs in by link')
})

it('publishes the public keys of its tokens and nothing private', async () => {
  const reply = await server.send('/.well-known/jwks.json')
  const text = await reply.text()
  expect(JSON.parse(text)).toMatchObject({ keys: [{ alg: 'ES256', use: 'sig' }] })
  expect(text).not.toContain('"d"')
  const provider = (await (await server.send('/auth/provider/jwks')).json()) as { keys: { kid: string }[] }
  expect(provider.keys.map(({ kid }) => kid)).toEqual((JSON.parse(text) as typeof provider).keys.map(({ kid }) => kid))
})

describe('rights', () => {
  async function newPerson(email: string) {
    const { user, link } = await invite({ email, roles: ['Contributor'] })
    const theirs = server.newBrowser()
    await theirs.submit(await theirs.open(link.url), { name: 'Dora', password: PASSWORD })
    return { id: user.id, headers: asAda(theirs) }
  }

  it('that are taken away are gone at the next request', async () => {
    const { id, headers } = await newPerson('dora@example.org')
    expect((await patch(id, { roles: ['Reader'], group_ids: ['g1'] })).status).toBe(200)
    const session = (await (await server.send('/api/session', { headers })).json()) as object
    expect(session).toMatchObject({ roles: ['Reader'], group_ids: ['g1'] })
  })

  it('of somebody who is disabled end at the next request, and their password opens nothing', async () => {
    const { id, headers } = await newPerson('emil@example.org')
    expect((await patch(id, { disabled: true })).status).toBe(200)
    expect(await status('/api/session', { headers })).toBe(401)
    const fresh = server.newBrowser()
    const page = await fresh.submit(await fresh.open('/auth/login'), { email: 'emil@example.org', password: PASSWORD })
    expect(page.status).toBe(401)
  })

  it('are asked of the provider once for fifty requests at the same time', async () => {
    const { id, headers } = await newPerson('fritz@example.org')
    await server.database.system
      .update(sessions)
      .set({ refreshAfter: new Date(0) })
      .where(eq(sessions.objectId, id))
    const all = await Promise.all(Array.from({ length: 50 }, () => status('/api/session', { headers })))
    expect(new Set(all)).toEqual(new Set([200]))
    const [row] = await server.database.system.select().from(sessions).where(eq(sessions.objectId, id))
    expect(row!.refreshAfter.getTime()).toBeGreaterThan(Date.now())
    // A second use of the old refresh token would have ended the grant.
    await server.database.system
      .update(sessions)
      .set({ refreshAfter: new Date(0) })
      .where(eq(sessions.objectId, id))
    expect(await status('/api/session', { headers })).toBe(200)
  })

  it('never leave an organisation without an administrator', async () => {
    const reply = await patch('administrator', { roles: ['Reader'] })
    expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([409, 'administrator-needed'])
    expect((await patch('administrator', { disabled: true })).status).toBe(409)
    expect((await patch('administrator', { display_name: 'Ada' })).status).toBe(200)
  })

  it('give two people with one address one account', async () => {
    await invite({ email: 'gerda@example.org' })
    const body = JSON.stringify({ display_name: 'Gerda', email: 'GERDA@example.org' })
    const headers = { ...asAda(), ...OURS, 'content-type': 'application/json' }
    expect(await status('/api/users', { method: 'POST', body, headers })).toBe(409)
  })

  it('are for administrators to give', async () => {
    const { headers } = await newPerson('hugo@example.org')
    expect(await status('/api/users', { headers })).toBe(403)
    const [row] = await server.database.system.select().from(users).where(eq(users.email, 'hugo@example.org'))
    const init = { method: 'PATCH', body: '{"roles":["Admin"]}', headers: { ...headers, ...OURS } }
    expect(await status(`/api/users/${row!.objectId}`, init)).toBe(403)
  })
})
