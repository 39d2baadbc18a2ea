import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from './browser.ts'
import { type Client, createClient, type Reply, type Request } from './client.ts'
import { isExternal, newWord } from './server-under-test.ts'
import { headingOf, signIn } from './sign-in.ts'
import { freePort, type RunningFootnote, type Settings, startFootnote } from './start-footnote.ts'
import { type RunningPostgres, startPostgres } from './start-postgres.ts'
import type { Answer, Problem } from './wire.ts'

const INTERNAL_SECRET = 'a key for the calls between the processes of this test'
const SAMPLES = ['employee-handbook.md', 'it-security-guide.md', 'travel-policy.html', 'onboarding-mail.eml'] as const
const QUESTIONS: readonly string[] = [
  'How many days of annual leave do full-time employees get?',
  'When does a lost laptop have to be reported?',
  'How much does a hotel in France cost at most?',
  'When is the introduction to data protection?',
  'What is the notice period during probation?',
  'May I book a flight within the country?',
  'How long are passwords?',
  'Who approves working from another country?',
  'What is paid for a private car?',
  'Which colour has the moon of the third planet?',
]

/** Ways to spread the roles over three processes; the gateway is in the first. */
const TOPOLOGIES: readonly (readonly string[])[] = [
  ['gateway,auth,reporting', 'ingestion', 'retrieval,orchestration'],
  ['gateway,orchestration', 'auth,ingestion,reporting', 'retrieval'],
]

const WRONG: readonly (readonly [path: string, request: Request])[] = [
  ['/api/ask', { method: 'POST', json: { query: '' } }],
  ['/api/ask', { method: 'POST', json: { query: 'What?', filters: { colour: 'red' } } }],
  ['/api/ask', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
  ['/api/ask', { method: 'GET' }],
  ['/api/search', { method: 'POST', json: { query: 'a'.repeat(2_001) } }],
  ['/api/documents/1', {}],
  [`/api/documents/${randomUUID()}`, {}],
  ['/api/documents', { method: 'PUT' }],
  ['/api/documents', { method: 'POST', json: {} }],
  ['/api/documents?colour=red', {}],
  ['/api/reports/usage?of=nobody', {}],
  ['/api/nothing', {}],
]

interface Given {
  readonly json: readonly string[]
  readonly streams: readonly string[]
  readonly errors: readonly unknown[]
}

describe.skipIf(isExternal)('the same library', () => {
  let postgres: RunningPostgres
  let folder: string

  beforeAll(async () => {
    postgres = await startPostgres()
    folder = await mkdtemp(join(tmpdir(), 'footnote-split-'))
  })
  afterAll(async () => {
    await postgres?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  describe.each(TOPOLOGIES)('served by %s, %s and %s', (...roles) => {
    let token: string
    /** What one process answered. */
    let given: Given
    let processes: readonly RunningFootnote[] = []
    let client: Client
    const tenant = `split-${TOPOLOGIES.findIndex((other) => other[0] === roles[0])}`
    const byRole = (role: string) => processes[roles.findIndex((list) => list.split(',').includes(role))]?.baseUrl ?? ''

    beforeAll(async () => {
      const shared = settingsOf(postgres.url, folder, tenant)
      await using one = await startFootnote(shared)
      token = await one.token()
      const whole = createClient(one.baseUrl, token)
      await addSamples(whole)
      given = await everythingFrom(whole)
      processes = await startSplit(shared, roles)
      client = createClient(byRole('gateway'), token)
    })
    afterAll(() => Promise.all(processes.map((footnote) => footnote[Symbol.asyncDispose]())))

    it('answers as one process does, byte for byte, and has the same words for what is wrong', async () => {
      const again = await everythingFrom(client)
      expect(again.json).toEqual(given.json)
      expect(again.streams).toEqual(given.streams)
      expect(again.errors).toEqual(given.errors)
      const outcomes = given.json.map((text) => (JSON.parse(text) as Answer).outcome)
      expect(outcomes.filter((outcome) => outcome === 'answered').length).toBeGreaterThanOrEqual(7)
      expect(outcomes.at(-1)).toBe('abstained')
    })

    it('gives an answer again from the cache of the gateway', async () => {
      const states = []
      for (let i = 0; i < 2; i++) {
        const { headers, text } = await client.ask(`  ${QUESTIONS[0]}`)
        expect(text).toBe(given.json[0])
        expect(headers.get('x-footnote-cacheable')).toBeNull()
        states.push(headers.get('x-footnote-cache'))
      }
      expect(states.at(-1)).toBe('hit')
    })

    it('takes an upload at the gateway, finds it at once and forgets it at once', async () => {
      const word = newWord()
      const question = `How heavy is the ${word} anchor?`
      expect((await client.ask(question)).body.outcome).toBe('abstained')
      const content = `The ${word} anchor weighs 640 kilograms.\n${'More text. '.repeat(20_000)}`
      const [document] = await client.add([{ name: `${word}.txt`, content }])
      expect(document?.state).toBe('ready')
      expect((await client.ask(question)).body.answer).toContain('640 kilograms')
      expect((await client.send(`/api/documents/${document?.id}/content`)).text).toBe(content)
      await client.remove(document?.id ?? '')
      expect((await client.ask(question)).text).not.toContain('640 kilograms')
    })

    it('signs in and out through the gateway', async () => {
      const gateway = { baseUrl: byRole('gateway'), admin: client }
      const headers = { ...(await signIn(gateway, `ada@${tenant}.example.org`)), 'x-footnote': '1' }
      const stranger = createClient(gateway.baseUrl, null)
      expect((await stranger.send('/api/session', { headers })).status).toBe(200)
      expect((await stranger.send('/auth/logout', { method: 'POST', headers })).status).toBe(200)
      expect((await stranger.send('/api/session', { headers })).status).toBe(401)
    })

    it('says through the gateway that a password is wrong', async () => {
      const browser = startBrowser(byRole('gateway'))
      const form = await browser.open(`${byRole('gateway')}/auth/login`)
      const page = await browser.submit(form, { email: 'ada@example.org', password: 'not the right one' })
      expect([page.status, headingOf(page)]).toEqual([401, 'Sign in'])
    })

    const routes: readonly (readonly [role: string, path: string, request: Request])[] = [
      ['ingestion', '/api/documents', {}],
      ['retrieval', '/api/search', { method: 'POST', json: { query: 'What?' } }],
      ['retrieval', '/internal/retrieval/search', { method: 'POST', json: { query: 'What?' } }],
      ['orchestration', '/api/ask', { method: 'POST', json: { query: 'What?' } }],
      ['orchestration', '/internal/orchestration/ask', { method: 'POST', json: { query: 'What?' } }],
      ['auth', '/internal/auth/authenticate', { method: 'POST', json: { credential: { type: 'bearer', token: 'a' } } }],
    ]

    it.each(routes)('keeps %s closed to calls without a signed context: %s', async (role, path, request) => {
      const here = { method: request.method ?? 'GET', path: path.split('?', 1)[0] ?? path }
      const elsewhere = { ...here, path: '/api/session' }
      const wrong = [
        {},
        { authorization: `Bearer ${token}` },
        { 'x-footnote-context': 'a.b.c' },
        {
          'x-footnote-context': await contextFor(role, here, {
            secret: 'another key that is also long enough to be one',
          }),
        },
        { 'x-footnote-context': await contextFor('somebody-else', here) },
        { 'x-footnote-context': await contextFor(role, elsewhere) },
        { 'x-footnote-context': await contextFor(role, here, { expiresAt: '-1 minute' }) },
      ]
      for (const headers of wrong) {
        if ('authorization' in headers && byRole(role) === byRole('gateway') && !path.startsWith('/internal')) continue
        const { status, body } = await createClient(byRole(role), null).send<Problem>(path, { ...request, headers })
        expect([status, body.code]).toEqual([401, 'not-authenticated'])
      }
    })

    it('opens a role to a context that was signed for it', async () => {
      const headers = { 'x-footnote-context': await contextFor('ingestion', { method: 'GET', path: '/api/documents' }) }
      expect((await createClient(byRole('ingestion'), null).send('/api/documents', { headers })).status).toBe(200)
    })

    it('believes no context that comes to the gateway from outside', async () => {
      const headers = {
        'x-footnote-context': await contextFor('gateway', { method: 'GET', path: '/api/session' }),
        x_footnote_context: await contextFor('auth', { method: 'GET', path: '/api/session' }),
      }
      const stranger = createClient(byRole('gateway'), null)
      for (const [path, request] of routes.flatMap(([, path, request]) => [[path, request] as const])) {
        if (path.startsWith('/internal')) continue
        expect((await stranger.send(path, { ...request, headers })).status).toBe(401)
      }
      const { body } = await client.send<{ object_id: string }>('/api/session', { headers })
      expect(body.object_id).toBe('administrator')
    })
  })
})

function settingsOf(databaseUrl: string, folder: string, tenant: string): Settings {
  return {
    FOOTNOTE_TENANT: tenant,
    FOOTNOTE_HOME: join(folder, 'home'),
    FOOTNOTE_DATABASE_URL: databaseUrl,
    FOOTNOTE_BLOBS_FOLDER: join(folder, 'blobs'),
    FOOTNOTE_INDEX_FOLDER: join(folder, 'index'),
    FOOTNOTE_SECRETS_FOLDER: join(folder, 'secrets'),
    FOOTNOTE_INTERNAL_SECRET: INTERNAL_SECRET,
    FOOTNOTE_REQUESTS_PER_MINUTE: '10000',
    FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '10000',
  }
}

async function addSamples(client: Client): Promise<void> {
  const files = SAMPLES.map(async (name) => {
    const content = await readFile(new URL(`../samples/${name}`, import.meta.url))
    return { name, content: Uint8Array.from(content) }
  })
  const documents = await client.add(await Promise.all(files))
  expect(documents.map(({ state }) => state)).toEqual(SAMPLES.map(() => 'ready'))
}

async function startSplit(shared: Settings, roles: readonly string[]): Promise<readonly RunningFootnote[]> {
  const ports = await Promise.all(roles.map(() => freePort()))
  const peers: Record<string, string> = {}
  for (const [i, list] of roles.entries()) {
    for (const role of list.split(',')) peers[`FOOTNOTE_${role.toUpperCase()}_URL`] = `http://127.0.0.1:${ports[i]}`
  }
  const { FOOTNOTE_GATEWAY_URL: publicUrl = '', ...urls } = peers
  const settings = { ...shared, ...urls, FOOTNOTE_PUBLIC_URL: publicUrl }
  return Promise.all(
    roles.map((list, i) => startFootnote({ ...settings, ROLES: list, FOOTNOTE_PORT: String(ports[i]) })),
  )
}

async function everythingFrom(client: Client): Promise<Given> {
  const [json, streams, errors]: [string[], string[], unknown[]] = [[], [], []]
  for (const question of QUESTIONS) {
    json.push((await client.ask(question)).text)
    streams.push((await client.stream(question)).text)
  }
  for (const [path, request] of WRONG) errors.push(apartFromIds(await client.send(path, request)))
  return { json, streams, errors }
}

/** An error without what differs from request to request. */
function apartFromIds({ status, headers, body }: Reply): unknown {
  const { request_id, ...rest } = body as Problem
  expect(request_id).toBe(headers.get('x-request-id'))
  return { status, type: headers.get('content-type'), allow: headers.get('allow'), body: rest }
}

/** The call context of a made-up administrator, signed as the processes sign theirs. */
function contextFor(
  role: string,
  { method, path }: { readonly method: string; readonly path: string },
  { secret = INTERNAL_SECRET, expiresAt = '1 minute' } = {},
): Promise<string> {
  const principal = { tenant_id: 'split-0', object_id: 'forged', group_ids: [], roles: ['Admin'], kind: 'user' }
  const kid = createHash('sha256').update(INTERNAL_SECRET).digest('base64url').slice(0, 8)
  return new SignJWT({ principal, htm: method, htu: path })
    .setProtectedHeader({ alg: 'HS256', kid })
    .setIssuer('footnote-internal')
    .setAudience(role)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(new TextEncoder().encode(secret))
}
