import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose, type Footnote } from '../compose.ts'
import { readConfig } from '../config.ts'
import { CALL_CONTEXT_HEADER, createCallContextTokens } from '../platform/http/call-context-token.ts'
import { type PublishedRoute, publishedRoutes } from '../platform/http/published-routes.ts'
import { createManualClock, principalFor } from '../testing/call-contexts.ts'
import { publicRoutes, roleOf } from './public-routes.ts'

const SECRET = 'a key that the processes of this test share'
const ROLES = ['auth', 'ingestion', 'retrieval', 'orchestration', 'reporting'] as const
/** For whoever watches over the process, and the description of the API. */
const OPEN = /^\/(?:healthz|readyz|metrics|docs)(?:\/|$)/

const tokens = createCallContextTokens([SECRET])
const forger = createCallContextTokens(['a key that somebody else made up for this'])
const caller = { principal: principalFor({ roles: ['Admin'] }), clock: createManualClock(Date.now()) }
const earlier = { ...caller, clock: createManualClock(Date.now() - 120_000) }

let footnote: Footnote
let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'footnote-direct-'))
  const settings = {
    FOOTNOTE_LOG_LEVEL: 'silent',
    FOOTNOTE_SAMPLES: 'off',
    FOOTNOTE_INTERNAL_SECRET: SECRET,
    FOOTNOTE_PUBLIC_URL: 'http://127.0.0.1:3000',
  }
  footnote = await compose(readConfig({ ...settings, ROLES: ROLES.join(','), FOOTNOTE_HOME: home }))
  await footnote.app.ready()
}, 60_000)
afterAll(async () => {
  await footnote?.[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

const routes = () => publishedRoutes(footnote.app).filter(({ path }) => !OPEN.test(path) && path !== '*')
/** A request that the route matches. */
const requestFor = ({ method, path }: PublishedRoute) => ({
  method,
  url: path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000').replace('*', 'x'),
})

/** Everything that is not the token of the gateway for this very request. */
async function wrongTokens(method: string, path: string): Promise<Readonly<Record<string, string | null>>> {
  const hop = { audience: 'ingestion', method, path }
  return {
    none: null,
    'made up': 'made-up',
    forged: await forger.sign(caller, hop),
    expired: await tokens.sign(earlier, hop),
    'of another path': await tokens.sign(caller, { ...hop, path: `${path}x` }),
    'of another method': await tokens.sign(caller, { ...hop, method: method === 'GET' ? 'POST' : 'GET' }),
    'for another role': await tokens.sign(caller, { ...hop, audience: 'gateway' }),
  }
}

describe('a role that is called directly', () => {
  it('answers 401 on every route to a call that the gateway did not sign for it', async () => {
    let probes = 0
    for (const route of routes()) {
      const request = requestFor(route)
      for (const [what, token] of Object.entries(await wrongTokens(request.method, request.url))) {
        const headers = token === null ? {} : { [CALL_CONTEXT_HEADER]: token }
        const reply = await footnote.app.inject({ ...request, headers })
        expect(reply.statusCode, `${request.method} ${request.url} with a token: ${what}`).toBe(401)
        probes += 1
      }
    }
    expect(routes().length).toBeGreaterThan(15)
    process.stdout.write(`${probes} direct calls of ${routes().length} routes: 0 accepted\n`)
  })

  it('answers the gateway', async () => {
    const hop = { audience: 'reporting', method: 'GET', path: '/api/reports/usage' }
    const headers = { [CALL_CONTEXT_HEADER]: await tokens.sign(caller, hop) }
    expect((await footnote.app.inject({ url: hop.path, headers })).statusCode).not.toBe(401)
  })
})

it('forwards no address of signing in that the role does not answer', async () => {
  const { auth } = await publicRoutes()
  const answered = new Set(routes().map(({ method, path }) => `${method} ${path}`))
  expect(auth.filter((route) => route.includes(' /auth/') && !answered.has(route))).toEqual([])
})

it('has every public route in the table of what the gateway forwards', async () => {
  const forwarded = await publicRoutes()
  const known = Object.values(forwarded).flat()
  const covers = (route: string) =>
    known.some((other) => other === route || (other.endsWith('*') && route.startsWith(other.slice(0, -1))))
  const wanted = routes()
    .filter(({ path, method }) => !path.startsWith('/internal/') && method !== 'HEAD')
    .map(({ method, path }) => `${method} ${path}`)
  expect(wanted.filter((route) => roleOf(route) === null || !covers(route))).toEqual([])
})
