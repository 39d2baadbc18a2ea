import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClient } from './client.ts'
import { type JsonSchema, sampleValue } from './sample-value.ts'
import { isExternal, newWord, ROOMY } from './server-under-test.ts'
import { tokenSigner } from './sign-token.ts'
import { type RunningFootnote, startFootnote } from './start-footnote.ts'
import type { DocumentSummary } from './wire.ts'

/** How many requests of the generated set must have been sent: fewer would mean that routes or callers got lost. */
const FEWEST_PROBES = 10_000
const AT_ONCE = 12
const OPENAPI = fileURLToPath(new URL('../docs/openapi.json', import.meta.url))

interface Route {
  readonly method: string
  readonly path: string
  readonly body: JsonSchema | undefined
  readonly queryNames: readonly string[]
}

/** Something that some callers may not know of: its id, and the words that would give it away. */
interface Target {
  readonly name: string
  readonly id: string
  readonly passageId: string
  readonly question: string
  readonly secrets: readonly string[]
  /** Names of the callers that may know it. */
  readonly knownTo: ReadonlySet<string>
}

interface Caller {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly role: 'nobody' | 'Reader' | 'Contributor' | 'Admin'
}

/** Another way to write the same request, in the hope that some part of the server reads it differently. */
interface Variant {
  readonly name: string
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: string
  readonly method?: (method: string) => string
}

const VARIANTS: readonly Variant[] = [
  { name: 'plain' },
  {
    name: 'claims in headers',
    headers: {
      'x-footnote-context': 'eyJhbGciOiJub25lIn0.eyJwcmluY2lwYWwiOnsicm9sZXMiOlsiQWRtaW4iXX19.',
      x_footnote_context: 'eyJhbGciOiJub25lIn0.e30.',
      'x-footnote-tenant': 'home',
      'x-ms-client-principal': 'eyJ1c2VySWQiOiJhZGEifQ==',
      'x-forwarded-user': 'ada',
      'x-user': 'ada',
      'x-groups': 'engineers',
    },
  },
  {
    name: 'claims in the query',
    query: 'tenant_id=home&object_id=ada&group_ids=engineers&roles=Admin&access=everyone',
  },
  {
    name: 'another method in a header',
    headers: { 'x-http-method-override': 'GET', 'x-method-override': 'GET', 'x-original-url': '/api/documents' },
  },
  { name: 'as a stream', headers: { accept: 'text/event-stream' } },
  { name: 'of an old version', query: 'version=1' },
  { name: 'as if it were cached', headers: { 'if-none-match': '*', 'cache-control': 'only-if-cached' } },
  { name: 'headers only', method: (method) => (method === 'GET' ? 'HEAD' : method) },
]

/** What differs from request to request, whoever asks for whatever. */
const PASSING_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'date',
  'keep-alive',
  'ratelimit',
  'server-timing',
  'traceparent',
  'traceresponse',
  'x-footnote-answer-id',
  'x-request-id',
])

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD'])
/** These lead to the caller's own things or to none, and are part of signing in, which has tests of its own. */
const NOT_PROBED = /^\/auth\/|^\/\.well-known\//
/** Who one is and where one is signed in: open to everybody who is known, whatever their roles. */
const FOR_ONESELF = /^\/api\/sessions?\b/
const FOR_ADMINISTRATORS = /^\/api\/(users|api-keys|admin)\b/

async function readRoutes(): Promise<Route[]> {
  const { paths } = JSON.parse(await readFile(OPENAPI, 'utf8')) as {
    paths: Record<string, Record<string, OpenApiOperation>>
  }
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { requestBody, parameters }]) => ({
      method: method.toUpperCase(),
      path,
      body: requestBody?.content['application/json']?.schema,
      queryNames: (parameters ?? []).filter(({ in: place }) => place === 'query').map(({ name }) => name),
    })),
  )
}

interface OpenApiOperation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
}

/** One request about one target. What a route asks for is filled with the target wherever its name fits. */
function requestFor(route: Route, target: Target, variant: Variant): { path: string; init: RequestInit } {
  const fill = (name: string): unknown => {
    if (name === 'query') return target.question
    if (name === 'filters') return { document_ids: [target.id] }
    return undefined
  }
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(name === 'passage_id' ? target.passageId : target.id),
  )
  const query = new URLSearchParams(variant.query ?? '')
  if (variant.query === undefined) {
    for (const name of route.queryNames) {
      if (name === 'ids' || name === 'document') query.set(name, target.id)
      if (name === 'user') query.set(name, 'ada')
    }
  }
  const body = route.body === undefined ? undefined : JSON.stringify(sampleValue(route.body, fill))
  const suffix = query.size === 0 ? '' : `?${query.toString()}`
  return {
    path: `${path}${suffix}`,
    init: {
      method: variant.method?.(route.method) ?? route.method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...variant.headers },
      ...(body === undefined ? {} : { body }),
    },
  }
}

describe.skipIf(isExternal)('every route, asked by everybody about everything', () => {
  let home: string
  let server: RunningFootnote
  let routes: readonly Route[]
  let callers: readonly Caller[]
  let targets: readonly Target[]
  let missing: Target

  beforeAll(async () => {
    routes = (await readRoutes()).filter(({ path }) => !NOT_PROBED.test(path))
    home = await mkdtemp(join(tmpdir(), 'footnote-probes-'))
    const foreign = await fillOtherTenant(home)
    server = await startFootnote({ ...ROOMY, FOOTNOTE_FAILED_SIGN_INS_PER_MINUTE: '100000', FOOTNOTE_HOME: home })
    const sign = await tokenSigner(home)
    callers = await makeCallers(sign)
    const ada = createClient(server.baseUrl, await sign({ tenant: 'home', user: 'ada', roles: ['Contributor'] }))
    const own = await addTargets(ada)
    missing = { ...nothing(), name: 'missing' }
    targets = [...own, foreign, missing]
  }, 180_000)
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]()
    await rm(home, { recursive: true, force: true })
  })

  /** Somebody's things in another organisation of the same installation. */
  async function fillOtherTenant(folder: string): Promise<Target> {
    await using other = await startFootnote({ ...ROOMY, FOOTNOTE_HOME: folder, FOOTNOTE_TENANT: 'other' })
    const client = createClient(other.baseUrl, await other.token({ user: 'ada', role: 'Contributor' }))
    return await addTarget(client, 'of another tenant', new Set(['the other tenant']), { access: 'everyone' })
  }

  async function addTargets(ada: Client): Promise<Target[]> {
    const everyoneHere = new Set(['a reader', 'a contributor', 'an administrator', 'an engineer', 'the owner'])
    const open = await addTarget(ada, 'everyone may read', everyoneHere, { access: 'everyone' })
    const own = await addTarget(ada, 'of one person', new Set(['the owner']), {})
    const group = await addTarget(ada, 'of a group', new Set(['an engineer', 'the owner']), {
      access: 'user:ada,group:engineers',
    })
    const gone = await addTarget(ada, 'deleted', new Set(), {})
    expect((await ada.remove(gone.id)).status).toBe(204)
    return [open, own, group, gone]
  }

  async function addTarget(
    client: Client,
    name: string,
    knownTo: ReadonlySet<string>,
    fields: Readonly<Record<string, string>>,
  ): Promise<Target> {
    const [word, title, secret] = [newWord(), newWord(), newWord()]
    const question = `What is the code of the ${word} door?`
    const file = { name: `${title}.txt`, content: `The code of the ${word} door is ${secret}.` }
    const [document] = (await client.add([file], fields)) as [DocumentSummary]
    if (document.state !== 'ready') throw new Error(`${name} did not become ready: ${document.detail}`)
    const passageId = (await client.search(question)).body.passages[0]?.passage_id ?? ''
    expect(passageId).not.toBe('')
    return { name, id: document.id, passageId, question, secrets: [title, secret], knownTo }
  }

  function nothing(): Omit<Target, 'name'> {
    const question = `What is the code of the ${newWord()} door?`
    return { id: randomUUID(), passageId: randomUUID(), question, secrets: [], knownTo: new Set() }
  }

  async function makeCallers(sign: Awaited<ReturnType<typeof tokenSigner>>): Promise<Caller[]> {
    const as = async (name: string, role: Caller['role'], claims: Partial<Parameters<typeof sign>[0]> = {}) => {
      const token = await sign({ tenant: 'home', user: 'bert', roles: role === 'nobody' ? [] : [role], ...claims })
      return { name, role, headers: { authorization: `Bearer ${token}` } }
    }
    const admin = createClient(server.baseUrl, await sign({ tenant: 'home', user: 'administrator', roles: ['Admin'] }))
    return [
      { name: 'anonymous', role: 'nobody', headers: {} },
      { name: 'a made-up token', role: 'nobody', headers: { authorization: 'Bearer a.b.c' } },
      {
        name: 'a made-up session',
        role: 'nobody',
        headers: { 'x-footnote': '1', cookie: `footnote_session=${'a'.repeat(43)}` },
      },
      { name: 'a made-up key', role: 'nobody', headers: { authorization: `Bearer fnk_${'a'.repeat(60)}` } },
      { ...(await as('an expired token', 'Admin', { user: 'ada', expiresIn: -120 })), role: 'nobody' },
      { ...(await as('an unknown tenant', 'Admin', { tenant: 'nowhere', user: 'ada' })), role: 'nobody' },
      await revokedKey(admin),
      await disabledPerson(admin, sign),
      await as('somebody without a role', 'nobody'),
      await as('the other tenant', 'Admin', { tenant: 'other', user: 'ada' }),
      await as('a reader', 'Reader'),
      await as('a contributor', 'Contributor'),
      await as('an administrator', 'Admin', { user: 'carla' }),
      await as('an engineer', 'Reader', { user: 'dora', groups: ['engineers'] }),
      await as('the owner', 'Reader', { user: 'ada' }),
    ]
  }

  async function revokedKey(admin: Client): Promise<Caller> {
    const json = { name: 'probe', roles: ['Admin'], group_ids: ['engineers'] }
    const made = await admin.send<{ id: string; key: string }>('/api/api-keys', { method: 'POST', json })
    expect(made.status).toBe(201)
    expect((await admin.send(`/api/api-keys/${made.body.id}`, { method: 'DELETE' })).status).toBe(204)
    return { name: 'a revoked key', role: 'nobody', headers: { authorization: `Bearer ${made.body.key}` } }
  }

  /** Holds a token that would be good for an hour; the account behind it was switched off. */
  async function disabledPerson(admin: Client, sign: Awaited<ReturnType<typeof tokenSigner>>): Promise<Caller> {
    const json = { display_name: 'Eva', email: 'eva@example.org', roles: ['Admin'] }
    const made = await admin.send<{ user: { id: string } }>('/api/users', { method: 'POST', json })
    expect(made.status).toBe(201)
    const id = made.body.user.id
    const token = await sign({ tenant: 'home', user: id, roles: ['Admin'], groups: ['engineers'] })
    const off = await admin.send(`/api/users/${id}`, { method: 'PATCH', json: { disabled: true } })
    expect(off.status).toBe(200)
    return { name: 'a disabled person', role: 'nobody', headers: { authorization: `Bearer ${token}` } }
  }

  /** A change that this caller may really make would end the target for all later probes. */
  function wouldReallyChange({ method }: Route, caller: Caller, target: Target): boolean {
    return !SAFE.has(method) && target.knownTo.has(caller.name) && caller.role !== 'Reader'
  }

  interface Probe {
    readonly route: Route
    readonly caller: Caller
    readonly target: Target
    readonly variant: Variant
  }

  function* allProbes(): Generator<Probe> {
    for (const route of routes) {
      for (const caller of callers) {
        for (const target of targets) {
          if (wouldReallyChange(route, caller, target)) continue
          for (const variant of VARIANTS) yield { route, caller, target, variant }
        }
      }
    }
  }

  const nameOf = ({ route, caller, target, variant }: Probe) =>
    `${route.method} ${route.path} by ${caller.name} about the document ${target.name} (${variant.name})`

  interface Answer {
    readonly status: number
    readonly headers: string
    readonly text: string
    /** Status, headers and body without what differs from request to request. */
    readonly shape: string
  }

  async function send({ route, caller, target, variant }: Probe): Promise<Answer> {
    const { path, init } = requestFor(route, target, variant)
    const headers = { ...(init.headers as Record<string, string>), ...caller.headers }
    const response = await fetch(`${server.baseUrl}${path}`, { ...init, headers })
    const text = await response.text()
    const kept = [...response.headers].filter(([name]) => !PASSING_HEADERS.has(name))
    const sent = JSON.stringify(kept)
    const shape = `${response.status} ${sent} ${text}`
      .replaceAll(target.id, 'ID')
      .replaceAll(target.passageId, 'PASSAGE')
      .replaceAll(/"request_id":"[^"]+"/g, '"request_id":"…"')
    return { status: response.status, headers: JSON.stringify([...response.headers]), text, shape }
  }

  /** What is wrong with an answer, or null. */
  function faultOf(probe: Probe, { status, headers, text }: Answer): string | null {
    const { route, caller } = probe
    for (const target of targets) {
      if (target.knownTo.has(caller.name)) continue
      const leaked = target.secrets.find((secret) => text.includes(secret) || headers.includes(secret))
      if (leaked !== undefined) return `tells ${leaked} of the document ${target.name}`
    }
    if (status >= 500) return `answers ${status}: ${text}`
    if (caller.role === 'nobody' && caller.name !== 'somebody without a role' && status !== 401)
      return `answers ${status} instead of 401`
    if (caller.name === 'somebody without a role' && status < 400 && !FOR_ONESELF.test(route.path))
      return `lets somebody without a role in: ${status}`
    if (FOR_ADMINISTRATORS.test(route.path) && caller.role !== 'Admin' && status < 400)
      return `lets somebody in who is no administrator: ${status}`
    return null
  }

  it(`tells nobody what they may not know, in ${FEWEST_PROBES} probes and more`, async () => {
    const faults = new Map<string, string>()
    const shapes = new Map<string, string>()
    let count = 0
    const probes = allProbes()
    const run = async () => {
      for (const probe of probes) {
        const answer = await send(probe)
        count += 1
        const fault = faultOf(probe, answer)
        // One of each kind is enough to see what is wrong.
        const { route, caller } = probe
        if (fault !== null) faults.set(`${route.path} ${caller.name} ${fault}`, `${nameOf(probe)}: ${fault}`)
        if (mustLookMissing(probe)) shapes.set(nameOf(probe), answer.shape)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, run))
    expect([...faults.values()]).toEqual([])
    expect(count).toBeGreaterThanOrEqual(FEWEST_PROBES)
    const pairs = comparePairs(shapes)
    const figures = `${count} probes of ${routes.length} routes, 0 leaks; ${pairs} pairs of forbidden and missing alike`
    process.stdout.write(`${figures}\n`)
  }, 600_000)

  /** Routes that name a document in their path tell of a hidden one what they tell of none. */
  function mustLookMissing({ route, caller, target }: Probe): boolean {
    // The receipt of a deletion holds no text and no name, and administrators answer for it.
    const isReceipt =
      route.path.endsWith('/deletion') && caller.name === 'an administrator' && target.name === 'deleted'
    return route.path.startsWith('/api/documents/{id}') && !target.knownTo.has(caller.name) && !isReceipt
  }

  function comparePairs(shapes: ReadonlyMap<string, string>): number {
    let pairs = 0
    const different: string[] = []
    for (const [name, shape] of shapes) {
      const other = shapes.get(name.replace(/about the document .* \(/, `about the document ${missing.name} (`))
      if (name.includes(` ${missing.name} (`) || other === undefined) continue
      pairs += 1
      if (other !== shape) different.push(`${name}\n  ${shape}\n  ${other}`)
    }
    expect(different.slice(0, 5)).toEqual([])
    return pairs
  }
})
