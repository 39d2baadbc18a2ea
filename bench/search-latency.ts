/**
 * Measures how long searches take in a large library, against the same two searches given to LanceDB itself, in turns: with
 * an access list that leaves one passage in a hundred. Prints ingestion rate, first search of a fresh process's index,
 * p50 and p95, searches a second of eight askers, recall of the vector search and resident memory.
 * Run: `node bench/search-latency.ts [passages=100000] [questions=200] [tenants=1] [registry=yes]`; tenants get a table of
 * so many passages each, and are compared with one of them asked alone. With `registry=no` only the index is filled and
 * measured: a million passages take an hour to register.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, MatchQuery } from '@lancedb/lancedb'
import { systemClock } from '../src/contracts/call-context.ts'
import type { Principal } from '../src/contracts/principal.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import type { Database } from '../src/platform/database/database.ts'
import { openEmbeddedDatabase } from '../src/platform/database/pglite.ts'
import { openStaticEmbeddingModel } from '../src/platform/embedding-model/static.ts'
import { openLanceDbIndex } from '../src/platform/search-index/lancedb.ts'
import { tableNameOf } from '../src/platform/search-index/lancedb-tables.ts'
import { findCandidates } from '../src/retrieval/find-candidates.ts'
import { createQueryVectors } from '../src/retrieval/query-vectors.ts'
import { questionTerms } from '../src/retrieval/question.ts'
import { createRetrieval } from '../src/retrieval/retrieval.ts'
import { numberOf, textOf } from './command-words.ts'
import { fillIndex, fillRegistry } from './fill-library.ts'
import { inParallel } from './in-parallel.ts'
import { GROUPS, openMadeLibrary } from './made-library.ts'
import { quantile } from './quantile.ts'

const PASSAGES = numberOf(process.argv, 'passages', 100_000)
const QUESTIONS = numberOf(process.argv, 'questions', 200)
const TENANTS = numberOf(process.argv, 'tenants', 1)
const HAS_REGISTRY = textOf(process.argv, 'registry') !== 'no'
const GENERATION = 'bench'
const SCOPE = { access: ['everyone', 'user:asker', 'group:0'] }
const HITS = 100
const SESSIONS = 8
const RECALLED = 50
const signal = new AbortController().signal

const analysers = createAnalysers()
const embedder = await openStaticEmbeddingModel()
const library = await openMadeLibrary()
const folder = await mkdtemp(join(tmpdir(), 'search-latency-'))
try {
  await measure()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const tenants = Array.from({ length: TENANTS }, (_, n) => `tenant-${n}`)
  await using database = await openEmbeddedDatabase({ dataFolder: join(folder, 'database') })
  await database.migrate()
  await fill(database, tenants)
  await database.refreshStatistics()
  await using index = await openLanceDbIndex({ uri: join(folder, 'index') })
  const dependencies = {
    database,
    index,
    embedder,
    wordVectors: embedder,
    analysers,
    generationOf: async () => GENERATION,
  }
  const retrieval = createRetrieval(dependencies)
  const sources = { ...dependencies, queryVectors: createQueryVectors(embedder) }
  const ask = (query: string, tenantId: string) =>
    retrieval.search(
      { query, top_k: 5 },
      { principal: asker(tenantId), requestId: 'bench', signal, clock: systemClock },
    )
  const direct = await openDirect(tenants)
  const questions = library.questions(QUESTIONS)
  const turns = questions.map((query, n) => ({ query, tenantId: tenants[n % TENANTS] ?? '' }))
  const [first = { query: '', tenantId: '' }] = turns
  const search = ({ query, tenantId }: Turn) =>
    findCandidates(sources, query, { tenantId, generation: GENERATION }, SCOPE, signal)
  print('first search', `${(await timeOf(() => search(first))).toFixed(0)} ms after opening`)

  const stages = {
    'LanceDB itself': ({ query, tenantId }: Turn) => direct(query, tenantId),
    'both searches': search,
    ...(TENANTS > 1 && { 'one tenant': ({ query }: Turn) => search({ query, tenantId: tenants[0] ?? '' }) }),
    ...(HAS_REGISTRY && { 'complete search': ({ query, tenantId }: Turn) => ask(query, tenantId) }),
  }
  await compare(stages, turns)
  await recall(tenants[0] ?? '', questions)
  print('memory', `${Math.round(process.memoryUsage.rss() / 1e6)} MB, data of the measurement included`)
}

/** Index and register the passages of all tenants. */
async function fill(database: Database, tenants: readonly string[]): Promise<void> {
  await using index = await openLanceDbIndex({ uri: join(folder, 'index') })
  let seconds = 0
  for (const tenantId of tenants) {
    const startedAt = performance.now()
    await fillIndex(
      { index, embedder, analysers },
      { tenantId, generation: GENERATION },
      library.passages(tenantId, PASSAGES),
    )
    seconds += (performance.now() - startedAt) / 1_000
    if (HAS_REGISTRY) await fillRegistry(database, tenantId, library.passages(tenantId, PASSAGES))
  }
  print('indexing', `${Math.round((PASSAGES * TENANTS) / seconds)} passages/s with built-in vectors`)
}

interface Turn {
  readonly query: string
  readonly tenantId: string
}

/** Time the stages in turns, question by question, then with eight askers at once. */
async function compare(
  stages: Readonly<Record<string, (turn: Turn) => Promise<unknown>>>,
  turns: readonly Turn[],
): Promise<void> {
  for (const turn of turns) for (const stage of Object.values(stages)) await stage(turn)
  const times = Object.fromEntries(Object.keys(stages).map((name) => [name, [] as number[]]))
  for (const turn of turns)
    for (const [name, stage] of Object.entries(stages)) times[name]?.push(await timeOf(() => stage(turn)))
  const base = times['LanceDB itself'] ?? []
  for (const [name, all] of Object.entries(times)) {
    const at = (q: number) =>
      `${quantile(all, q).toFixed(1)} ms (${(quantile(all, q) / quantile(base, q)).toFixed(2)} x)`
    print(name, `p50 ${at(0.5)}  p95 ${at(0.95)}`)
  }
  for (const [name, stage] of Object.entries(stages)) {
    const startedAt = performance.now()
    await inParallel(turns, SESSIONS, stage)
    print(
      name,
      `${Math.round((turns.length / (performance.now() - startedAt)) * 1_000)} searches/s, ${SESSIONS} askers`,
    )
  }
}

/** The same searches, as exact, without anything of ours between: analysed terms and vector of the question are made beforehand. */
async function openDirect(tenants: readonly string[]) {
  const connection = await connect(join(folder, 'index'))
  const tables = new Map(
    await Promise.all(
      tenants.map(
        async (tenantId) =>
          [tenantId, await connection.openTable(tableNameOf({ tenantId, generation: GENERATION }))] as const,
      ),
    ),
  )
  const where = `array_has_any(access, [${SCOPE.access.map((entry) => `'${entry}'`).join(', ')}])`
  return async (query: string, tenantId: string): Promise<void> => {
    const table = tables.get(tenantId)
    if (table === undefined) throw new Error(`no table of ${tenantId}`)
    const text = new MatchQuery(questionTerms(query, analysers.of('en')).join(' '), 'terms')
    const vector = await embedder.embedQuery(query, signal)
    await Promise.all([
      table.query().fullTextSearch(text).where(where).select(['passage_id', '_score']).limit(HITS).toArrow(),
      table
        .query()
        .nearestTo(vector)
        .distanceType('dot')
        .nprobes(PASSAGES)
        .where(where)
        .select(['passage_id', '_distance'])
        .limit(HITS)
        .toArrow(),
    ])
  }
}

/** How many of the exact nearest passages the vector search finds, with and without a narrow access list. */
async function recall(tenantId: string, questions: readonly string[]): Promise<void> {
  const uri = join(folder, 'index')
  await using index = await openLanceDbIndex({ uri })
  await using exact = await openLanceDbIndex({ uri, mostNumbersComparedFlat: Infinity })
  const partition = { tenantId, generation: GENERATION }
  const everybody = { access: Array.from({ length: GROUPS }, (_, n) => `group:${n}`) }
  for (const [name, scope] of Object.entries({ 'access list': SCOPE, 'no access list': everybody })) {
    let [common, all] = [0, 0]
    for (const query of questions.slice(0, RECALLED)) {
      const vector = await embedder.embedQuery(query, signal)
      const search = async (engine: typeof index) =>
        new Set((await engine.searchVector(partition, vector, scope, HITS, signal)).map((hit) => hit.passageId))
      const [found, truth] = [await search(index), await search(exact)]
      common += found.intersection(truth).size
      all += truth.size
    }
    print('vector recall', `${(common / Math.max(1, all)).toFixed(4)} of the nearest ${HITS}, ${name}`)
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

function asker(tenantId: string): Principal {
  return { tenant_id: tenantId, object_id: 'asker', group_ids: ['0'], roles: ['Reader'], kind: 'user' }
}

function print(what: string, text: string): void {
  console.log(`${what.padEnd(16)} ${text}`)
}
