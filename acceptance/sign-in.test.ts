import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Request } from './client.ts'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { Problem } from './wire.ts'

let server: ServerUnderTest
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server[Symbol.asyncDispose]())

async function newLink(): Promise<string> {
  const { status, body } = await server.admin.send<{ url: string }>('/api/sign-in-links', { method: 'POST', json: {} })
  expect(status).toBe(201)
  const { pathname, search } = new URL(body.url)
  return `${pathname}${search}`
}

/** Open a link as a browser would; returns what the browser sends from then on. */
async function signIn(): Promise<{ readonly cookie: string }> {
  const { status, headers } = await server.stranger.send(await newLink())
  expect(status).toBe(200)
  return { cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

describe('a sign-in link', () => {
  it('signs in once, with a cookie that scripts and other sites cannot use', async () => {
    const link = await newLink()
    const first = await server.stranger.send(link)
    expect(first.status).toBe(200)
    const cookie = first.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^footnote_session=[\w-]{40,};/)
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(attribute)
    expect(first.text).not.toContain(/=([\w-]+)/.exec(cookie)?.[1])

    const second = await server.stranger.send<Problem>(link)
    expect([second.status, second.body.code]).toEqual([401, 'sign-in-code-invalid'])
    expect(second.headers.get('set-cookie')).toBeNull()
  })

  it('works for one of two who open it at the same time', async () => {
    const link = await newLink()
    const replies = await Promise.all(Array.from({ length: 4 }, () => server.stranger.send(link)))
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401, 401])
  })

  it.skipIf(isExternal)('is printed at the start and by the command line', async () => {
    const atStart = /\/auth\/sign-in\?code=[\w-]+/.exec(server.own.output())?.[0] ?? ''
    const printed = JSON.parse(await server.own.run(['sign-in', '--json'])) as { url: string }
    for (const link of [atStart, new URL(printed.url).pathname + new URL(printed.url).search]) {
      expect((await server.stranger.send(link)).status).toBe(200)
    }
  })
})

function newForm(): FormData {
  const form = new FormData()
  form.append('file', new Blob([`Text ${newWord()}.`]), 'a.txt')
  return form
}

describe('a session', () => {
  it('is recognised by its cookie', async () => {
    const headers = await signIn()
    const { status, body } = await server.stranger.send('/api/session', { headers })
    expect([status, body]).toMatchObject([200, { kind: 'user', roles: ['Admin'] }])
  })

  it('changes nothing unless the request comes from a page of ours', async () => {
    const headers = await signIn()
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
    const headers = { ...(await signIn()), 'x-footnote': '1' }
    const out = await server.stranger.send('/auth/logout', { method: 'POST', headers })
    expect(out.status).toBe(204)
    expect(out.headers.get('set-cookie')).toMatch(/^footnote_session=;.*(?:Max-Age=0|Expires=Thu, 01 Jan 1970)/)
    const { status, body } = await server.stranger.send<Problem>('/api/session', { headers })
    expect([status, body.code]).toEqual([401, 'not-authenticated'])
  })

  it('cannot be made up', async () => {
    const headers = { cookie: `footnote_session=${'a'.repeat(43)}` }
    expect((await server.stranger.send('/api/session', { headers })).status).toBe(401)
  })

  it('gives way to a token that is sent as well', async () => {
    const headers = { ...(await signIn()), authorization: 'Bearer a.b.c' }
    expect((await server.stranger.send('/api/session', { headers })).status).toBe(401)
  })
})
