import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type Reply } from './client.ts'
import { isExternal } from './server-under-test.ts'
import { type RunningFootnote, startFootnote } from './start-footnote.ts'
import type { Problem } from './wire.ts'

/** Requests one user may send in any minute unless the server is told otherwise. */
const USER_LIMIT = 60

describe.skipIf(isExternal)('the limits of a server as it is delivered', () => {
  let footnote: RunningFootnote
  beforeAll(async () => {
    footnote = await startFootnote()
  })
  afterAll(() => footnote[Symbol.asyncDispose]())

  const clientOf = async (user: string) => createClient(footnote.baseUrl, await footnote.token({ user }))

  it('let one user send 60 requests in a minute, and say how many are left', async () => {
    const anna = await clientOf('anna')
    const replies: Reply[] = []
    for (let i = 0; i < USER_LIMIT; i++) replies.push(await anna.send('/api/session', { tellLimits: true }))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
    expect(replies[0]?.headers.get('ratelimit-policy')).toBe('"user";q=60;w=60, "tenant";q=600;w=60')
    expect(replies.map(({ headers }) => userRemaining(headers))).toEqual(
      Array.from({ length: USER_LIMIT }, (_, i) => USER_LIMIT - 1 - i),
    )

    const refused = await anna.send<Problem>('/api/session', { tellLimits: true })
    expect([refused.status, refused.body.code]).toEqual([429, 'quota-exceeded'])
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    const wait = refused.headers.get('retry-after') ?? ''
    expect(wait).toMatch(/^\d+$/)
    expect(Number(wait)).toBeGreaterThanOrEqual(1)
    expect(Number(wait)).toBeLessThanOrEqual(60)
    expect(refused.body).toMatchObject({ 'violated-policies': ['user'], status: 429 })
    expect(refused.body.detail).toContain(wait)
  })

  it('hold for questions, streams and uploads alike', async () => {
    const anna = await clientOf('anna')
    const json = { query: 'Is this counted?' }
    const headers = { accept: 'text/event-stream' }
    const requests = [
      anna.send('/api/ask', { method: 'POST', json, tellLimits: true }),
      anna.send('/api/ask', { method: 'POST', json, headers, tellLimits: true }),
      anna.send('/api/documents', { method: 'POST', body: new FormData(), tellLimits: true }),
      anna.send('/api/nothing', { tellLimits: true }),
    ]
    for (const { status } of await Promise.all(requests)) expect(status).toBe(429)
  })

  it('are those of each user alone', async () => {
    const bert = await clientOf('bert')
    const { status, headers } = await bert.send('/api/session', { tellLimits: true })
    expect([status, userRemaining(headers)]).toEqual([200, USER_LIMIT - 1])
  })

  it('cannot be avoided with another token of the same user', async () => {
    const again = createClient(footnote.baseUrl, await footnote.token({ user: 'anna', role: 'Reader', groups: ['g'] }))
    expect((await again.send('/api/session', { tellLimits: true })).status).toBe(429)
  })

  it('do not count what is answered without a sign-in', async () => {
    for (let i = 0; i < USER_LIMIT + 5; i++) {
      const { status } = await createClient(footnote.baseUrl, null).send('/healthz', { tellLimits: true })
      expect(status).toBe(200)
    }
  })
})

function userRemaining(headers: Headers): number {
  return Number(/"user";r=(\d+);t=\d+/.exec(headers.get('ratelimit') ?? '')?.[1] ?? Number.NaN)
}
