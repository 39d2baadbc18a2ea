import { and, eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EvaluationRun, EvaluationRunPage } from '../../contracts/evaluation-runs.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { Retrieval } from '../../contracts/retrieval.ts'
import { loadTexts } from '../../ingestion/load-texts.ts'
import { createAnalysers } from '../../language/analyser.ts'
import { createExtractiveModel } from '../../platform/chat-model/extractive.ts'
import { createOpenAiCompatibleModel } from '../../platform/chat-model/openai-compatible.ts'
import { evaluationRuns } from '../../platform/database/evaluation-schema.ts'
import { answers, documents, generations, tenants } from '../../platform/database/schema.ts'
import { usageEvents } from '../../platform/database/usage-schema.ts'
import { createActiveGenerations } from '../../platform/index-generations/active-generation.ts'
import { createAccessProbe } from '../../retrieval/probe-access.ts'
import { createRetrieval } from '../../retrieval/retrieval.ts'
import { contextFor } from '../../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../../testing/open-test-library.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { startScriptedOpenAiServer } from '../../testing/scripted-openai-server.ts'
import { createCase } from '../golden/write-cases.ts'
import type { ModelChain } from '../model-chain.ts'
import { DEFAULT_WORDING } from '../prompts/default-wording.ts'
import { evaluationRoutes } from './evaluation-routes.ts'
import { createLook } from './keep-evaluating.ts'
import { subscribeEvaluations } from './run-evaluation.ts'

const analysers = createAnalysers()
const logger = pino({ enabled: false })
const DAY_IN_MS = 86_400_000

let library: TestLibrary
let server: TestServer
let tenant_id: string
let models: ModelChain = [createExtractiveModel({ analysers })]
/** What a broken search does: it shows only the last it found, or lets a stranger see what others may. */
let broken: { readonly keep: number; readonly strangerIs?: (owner: string) => string } = { keep: 20 }
beforeAll(async () => {
  library = await openTestLibrary()
  server = await openTestServer({ roles: ['orchestration'], clock: library.clock })
  const { database, index, embedder, bus, clock } = library
  const generationOf = createActiveGenerations(database, library)
  const found = createRetrieval({ database, index, embedder, wordVectors: embedder, analysers, generationOf })
  let owner = ''
  const search: Retrieval['search'] = async (input, context) => {
    let { principal } = context
    const isProbe = principal.object_id.startsWith('footnote-canary-')
    const isStranger = principal.object_id === 'footnote-canary-stranger'
    if (!isStranger) owner = principal.object_id
    if (isStranger && broken.strangerIs !== undefined) principal = { ...principal, object_id: broken.strangerIs(owner) }
    const output = await found.search(input, { ...context, principal })
    return { ...output, passages: isProbe ? output.passages : output.passages.slice(-broken.keep) }
  }
  const probing = createAccessProbe({ database, index, embedder, analysers, generationOf, search })
  const activeWording = async () => DEFAULT_WORDING
  const retrieval = { search }
  const others = { database, bus, clock, logger, probing, retrieval, analysers, activeWording }
  await subscribeEvaluations({
    ...others,
    get models() {
      return models
    },
  })
  await server.app.register(evaluationRoutes({ database, bus, clock }))
})
beforeEach(async () => {
  broken = { keep: 20 }
  tenant_id = await library.database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})

const contextOf = (by: Partial<Principal> = {}) =>
  contextFor({ tenant_id, object_id: 'ada', roles: ['Admin'], ...by }, { clock: library.clock })
const call = async (method: 'GET' | 'POST', path = '', by: Partial<Principal> = {}) =>
  server.app.inject({
    method,
    url: `/api/evaluation/runs${path}`,
    headers: await server.headersOf(contextOf(by)),
  })

const ROOMS = ['green', 'blue', 'red', 'white', 'grey', 'brown', 'pink', 'gold']

/** Eight documents, each about a room of its own; a golden question about each, and one that has to be declined. */
async function fill(): Promise<void> {
  const texts = ROOMS.map((colour) => ({
    externalId: colour,
    title: `Room ${colour}`,
    text: `The lamp of the ${colour} room hangs over a table of ${colour} oak, and is lit at dusk every day.`,
  }))
  await loadTexts(library, 'loaded', texts, contextOf())
  for (const colour of ROOMS) {
    const evidence = [{ external_id: colour, quote: `lamp of the ${colour} room` }]
    const question = `Where does the lamp of the ${colour} room hang?`
    await createCase(library.database, { question, truth: [`a table of ${colour} oak`], evidence }, contextOf())
  }
  await createCase(library.database, { question: 'Who won the cup in rowing?', truth: [], evidence: [] }, contextOf())
  library.clock.advance(1_000)
}

async function done(id: string): Promise<EvaluationRun> {
  return vi.waitFor(
    async () => {
      const run = (await call('GET', `/${id}`)).json<EvaluationRun>()
      expect([run.state, run.detail]).toEqual(['done', null])
      return run
    },
    { timeout: 60_000, interval: 100 },
  )
}

async function evaluated(): Promise<EvaluationRun> {
  const asked = await call('POST')
  expect(asked.statusCode).toBe(202)
  const run = await done(asked.json<EvaluationRun>().id)
  library.clock.advance(1_000)
  return run
}

const withoutTimes = ({ figures }: EvaluationRun) => {
  const { duration_p50_in_ms: _, duration_p95_in_ms: __, ...rest } = figures ?? {}
  return rest
}

describe('a run over the golden questions', () => {
  it('measures search, answers and what is declined, and leaves nothing on record', async () => {
    await fill()
    const run = await evaluated()
    expect(run).toMatchObject({ trigger: 'manual', requested_by: 'ada', questions: 9, stale: 0, prompt_version: 0 })
    expect(run.figures).toMatchObject({
      hit_at_5: 1,
      answered: 1,
      right: 1,
      cited: 1,
      grounded: 1,
      declined: 1,
      cost: 0,
    })
    expect(run).toMatchObject({ changes: null, worse: [], leaks: 0, probes: 12 })
    expect(Object.keys(run.figures ?? {}).filter((name) => name.startsWith('judg'))).toEqual([])
    const lines = (await call('GET', `/${run.id}/results`)).body.trimEnd().split('\n')
    expect(lines).toHaveLength(9)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ scores: { hit_at_5: 1, right: 1 } })
    for (const table of [answers, usageEvents])
      expect(await library.database.system.select().from(table).where(eq(table.tenantId, tenant_id))).toEqual([])
    expect((await call('GET', '', { roles: ['Contributor'] })).statusCode).toBe(403)
  })

  it('gives the same figures again, and tells what a worse search does to them', async () => {
    await fill()
    const first = await evaluated()
    const again = await evaluated()
    expect(withoutTimes(again)).toEqual(withoutTimes(first))
    expect(again.changes).toContainEqual(expect.objectContaining({ measure: 'mrr_at_10', difference: 0, p: 1 }))
    broken = { keep: 1 }
    const worse = await evaluated()
    expect(worse.figures).toMatchObject({ hit_at_5: expect.any(Number) })
    expect(worse.worse).toEqual(expect.arrayContaining(['hit_at_5', 'right']))
    const { runs } = (await call('GET', '?limit=2')).json<EvaluationRunPage>()
    expect(runs.map(({ id }) => id)).toEqual([worse.id, again.id])
    const { hit_at_5: interval } = again.intervals ?? {}
    expect(interval).toEqual({ low: expect.closeTo(0.676, 3), high: 1 })
    const csv = (await call('GET', '?limit=2&format=csv')).body.trimEnd().split('\r\n')
    const [names = [], ...rows] = csv.map((line) => line.split(','))
    const at = (name: string) => rows.map((row) => row[names.indexOf(name)])
    expect(at('created_at')).toEqual([worse.created_at, again.created_at])
    expect(at('hit_at_5')[1]).toBe('1')
    expect(at('hit_at_5_low')[1]).toBe(String(interval?.low))
  })

  it('counts what invented people find that they may not read', async () => {
    await fill()
    await library.database.system
      .update(documents)
      .set({ access: ['user:ada'] })
      .where(eq(documents.tenantId, tenant_id))
    expect(await evaluated()).toMatchObject({ leaks: 0, figures: { hit_at_5: 1 } })
    broken = { keep: 20, strangerIs: () => 'ada' }
    expect((await evaluated()).leaks).toBeGreaterThanOrEqual(ROOMS.length)
    // The planted document: seen by three strangers who are taken for its owner.
    broken = { keep: 20, strangerIs: (owner) => owner }
    expect((await evaluated()).leaks).toBeGreaterThanOrEqual(3)
  })

  it('leaves no planted document behind', async () => {
    await fill()
    await evaluated()
    const rows = await library.database.system.select().from(documents).where(eq(documents.tenantId, tenant_id))
    expect(rows.map(({ source }) => source).filter((source) => source !== 'loaded')).toEqual([])
  })
})

describe('a run with a chat model', () => {
  const extractive = models
  afterEach(() => {
    models = extractive
  })

  it('tells as a figure of its own how many answers the model takes for right ones', async () => {
    const usage = { prompt: 100, completion: 2 }
    const judges: string[] = []
    await using model = await startScriptedOpenAiServer({
      answer: (body) => {
        const said = JSON.stringify(body['messages'])
        if (!said.includes('You compare an answer')) {
          const [, colour] = /lamp of the (\w+) room hang\?/.exec(said) ?? []
          const sentence = `The lamp of the ${colour} room hangs over a table of ${colour} oak. [1]`
          return { type: 'answer', deltas: colour === undefined ? [] : [sentence], usage }
        }
        judges.push(said)
        const verdict = said.includes('green') ? 'No.' : said.includes('blue') ? 'Hard to say' : 'yes'
        return { type: 'answer', deltas: [verdict], usage }
      },
    })
    const settings = { baseUrl: model.baseUrl, model: 'm1', apiKey: 'k', contextWindowTokens: 8_192, timeouts: {} }
    models = [createOpenAiCompatibleModel(settings), ...extractive]
    await fill()
    const run = await evaluated()
    const lines = (await call('GET', `/${run.id}/results`)).body.trimEnd().split('\n')
    const verdicts = lines.map((line) => (JSON.parse(line) as { scores: Record<string, number> }).scores['judged'])
    expect(run.figures).toMatchObject({ answered: 1, right: 1, judged: 0.8571, judging_tokens: ROOMS.length * 102 })
    expect(judges).toHaveLength(ROOMS.length)
    // One is told nothing readable of, and the question that has to be declined is not judged.
    expect(verdicts.filter((verdict) => verdict === undefined)).toHaveLength(2)
    expect(judges[0]).toContain('a table of')
  })
})

describe('evaluations that begin by themselves', () => {
  const nights: string[] = []
  const meter = {
    createGauge: () => ({ record: (value: number) => void nights.push(String(value)) }),
  } as never
  const look = () => {
    const { database, bus, clock } = library
    return createLook({ database, bus, clock, meter, nightlyAtMinute: 180 })(new AbortController().signal)
  }
  const rowsOf = () =>
    library.database.system.select().from(evaluationRuns).where(eq(evaluationRuns.tenantId, tenant_id))

  it('are one for each night, however many look, and none for the night before the organisation was there', async () => {
    await library.database.system
      .update(tenants)
      .set({ createdAt: new Date(library.clock.now()) })
      .where(eq(tenants.id, tenant_id))
    await look()
    expect(await rowsOf()).toEqual([])
    library.clock.advance(DAY_IN_MS)
    await Promise.all([look(), look()])
    await look()
    const rows = await rowsOf()
    expect(rows.map(({ trigger }) => trigger)).toEqual(['nightly'])
    await done(rows[0]?.id ?? '')
    await look()
    // Those of the organisation above are shown until it is evaluated again.
    expect(Number(nights.at(-1))).toBeGreaterThanOrEqual(3)
  })

  it('are one for each switch of the index', async () => {
    const at = new Date(library.clock.now())
    const row = { tenantId: tenant_id, embedder: library.embedder.fingerprint, dimensions: 1, chunker: 'c' }
    await library.database.system.insert(tenants).values({ id: `${tenant_id}-x`, name: 'x' })
    await library.database.system.insert(generations).values([
      { ...row, id: 'old', active: false, retiredAt: at },
      { ...row, id: 'new', active: true, activatedAt: at },
    ])
    await look()
    await look()
    const flips = and(eq(evaluationRuns.tenantId, tenant_id), eq(evaluationRuns.trigger, 'flip'))
    expect(await library.database.system.select().from(evaluationRuns).where(flips)).toHaveLength(1)
  })
})
