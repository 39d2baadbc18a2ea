import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from './browser.ts'
import type { Request } from './client.ts'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import { headingOf, newLink, openLink, PASSWORD, signIn } from './sign-in.ts'
import type { Problem } from './wire.ts'

let server: ServerUnderTest
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server[Symbol.asyncDispose]())

describe('a sign-in link', () => {
  it('signs in once, with a cookie that scripts and other sites cannot use', async () => {
    const link = await newLink(server)
    const browser = startBrowser(server.baseUrl)
    const page = await openLink(browser, link)
    expect([page.status, headingOf(page)]).toEqual([200, 'You are signed in'])
    const cookie = browser.given.find((line) => line.includes('footnote_session=')) ?? ''
    expect(cookie).toMatch(/^(?:__Host-)?footnote_session=[\w-]{40,};/)
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(attribute)
    expect(page.text).not.toContain(/=([\w-]+)/.exec(cookie)?.[1])

    const second = await server.stranger.send<Problem>(new URL(link).pathname + new URL(link).search)
    expect([second.status, second.body.code]).toEqual([401, 'sign-in-code-invalid'])
    expect(second.headers.get('set-cookie')).toBeNull()
  })

  it('works for one of two who open it at the same time', async () => {
    await signIn(server)
    const link = await newLink(server)
    const pages = await Promise.all(Array.from({ length: 4 }, () => openLink(startBrowser(server.baseUrl), link)))
    expect(pages.filter((page) => headingOf(page) === 'You are signed in')).toHaveLength(1)
  })

  it.skipIf(isExternal)('is printed at the start and by the command line', async () => {
    const atStart = /http\S+\/auth\/sign-in\?code=[\w-]+/.exec(server.own.output())?.[0] ?? ''
    const printed = JSON.parse(await server.own.run(['sign-in', '--json'])) as { url: string }
    for (const link of [atStart, printed.url]) {
      expect(headingOf(await openLink(startBrowser(server.baseUrl), link))).toBe('You are signed in')
    }
  })
})

describe('people', () => {
  it.skipIf(isExternal)(
    'are invited, sign in with a password of their own, and are refused once disabled',
    async () => {
      const invited = await server.admin.send<{ user: { id: string }; link: { url: string } }>('/api/users', {
        method: 'POST',
        json: { display_name: 'Bert', email: 'bert@example.org', roles: ['Reader'] },
      })
      expect(invited.status).toBe(201)
      await openLink(startBrowser(server.baseUrl), invited.body.link.url)

      const browser = startBrowser(server.baseUrl)
      const form = await browser.open('/auth/login?return_to=/library')
      const page = await browser.submit(form, { email: 'bert@example.org', password: PASSWORD })
      expect(page.text).toContain('url=/library')
      const headers = { cookie: browser.cookies('/api/session') }
      expect((await server.stranger.send('/api/session', { headers })).body).toMatchObject({ roles: ['Reader'] })

      const change = { method: 'PATCH', json: { disabled: true } }
      expect((await server.admin.send(`/api/users/${invited.body.user.id}`, change)).status).toBe(200)
      expect((await server.stranger.send('/api/session', { headers })).status).toBe(401)
      const refused = await browser.submit(await browser.open('/auth/login'), {
        email: 'bert@example.org',
        password: PASSWORD,
      })
      expect(refused.status).toBe(401)
    },
  )
})

function newForm(): FormData {
  const form = new FormData()
  form.append('file', new Blob([`Text ${newWord()}.`]), 'a.txt')
  return form
}

describe('a session', () => {
  it('is recognised by its cookie', async () => {
    const headers = await signIn(server)
    const { status, body } = await server.stranger.send('/api/session', { headers })
    expect([status, body]).toMatchObject([200, { kind: 'user', roles: ['Admin'] }])
  })

  it('changes nothing unless the request comes from a page of ours', async () => {
    const headers = await signIn(server)
    const changes: readonly (readonly [path: string, request: () => Request])[] = [
      ['/api/ask', () => ({ method: 'POST', json: { query: 'Is this let through?' } })],
      ['/api/documents', () => ({ method: 'POST', body: newForm() })],
      ['/api/documents/00000000-0000-4000-8000-000000000000', () => ({ method: 'DELETE' })],
      ['/api/sign-in-links', () => ({ method: 'POST', json: {} })],
    ]
    for (const [path, request] of changes) {
      const own = { ...request().headers, ...headers }
      const forged = await server.stranger.send<Problem>(path, { ...request(), headers: own })
      expect([path, forged.status, forged.body.code]).toEqual([path, 403, 'request-forgery'])
      const ours = await server.stranger.send<Problem>(path, { ...request(), headers: { ...own, 'x-footnote': '1' } })
      expect([path, ours.body?.code ?? '']).not.toEqual([path, 'request-forgery'])
      expect(ours.status).not.toBe(403)
    }
  })

  it('ends for good when one signs out', async () => {
    const headers = { ...(await signIn(server)), 'x-footnote': '1' }
    const out = await server.stranger.send('/auth/logout', { method: 'POST', headers })
    expect(out.status).toBe(200)
    expect(out.headers.get('set-cookie')).toMatch(/^footnote_session=;.*(?:Max-Age=0|Expires=Thu, 01 Jan 1970)/)
    const { status, body } = await server.stranger.send<Problem>('/api/session', { headers })
    expect([status, body.code]).toEqual([401, 'not-authenticated'])
  })

  it('cannot be made up', async () => {
    const headers = { cookie: `footnote_session=${'a'.repeat(43)}` }
    expect((await server.stranger.send('/api/session', { headers })).status).toBe(401)
  })

  it('gives way to a token that is sent as well', async () => {
    const headers = { ...(await signIn(server)), authorization: 'Bearer a.b.c' }
    expect((await server.stranger.send('/api/session', { headers })).status).toBe(401)
  })
})
