/**
 * Measures the search on question sets, stage by stage: BM25 alone, vectors alone, fused, re-ranked, and the complete
 * retrieval with the registry of an embedded database, with questions as they are written and with what is read from them. Prints means over the questions and the time of a search.
 * Run: `node bench/retrieval-quality.ts [set …]`, by default northwind, squad-dev and obliqa of FOOTNOTE_DATA.
 * Uses the embedding model of the settings (FOOTNOTE_EMBEDDING_…), else the built-in word vectors.
 * SHOW_UNDERSTOOD=1 prints every question from which something was read.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { loadSet, type QuestionSet } from '../evaluation/load-set.ts'
import { runSet, type SetSearch } from '../evaluation/run-set.ts'
import { readConfig } from '../src/config.ts'
import { systemClock } from '../src/contracts/call-context.ts'
import { systemPrincipal } from '../src/contracts/principal.ts'
import { NOTHING_UNDERSTOOD } from '../src/contracts/understood.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import type { Database } from '../src/platform/database/database.ts'
import { openEmbeddedDatabase } from '../src/platform/database/pglite.ts'
import { openPlatform } from '../src/platform/open-platform.ts'
import { openLanceDbIndex } from '../src/platform/search-index/lancedb.ts'
import type { SearchIndex } from '../src/platform/search-index/search-index.ts'
import { openTelemetry } from '../src/platform/telemetry/pino-prometheus.ts'
import { findCandidates } from '../src/retrieval/find-candidates.ts'
import { createQueryVectors } from '../src/retrieval/query-vectors.ts'
import { createPassageReader } from '../src/retrieval/read-passage.ts'
import { rerank } from '../src/retrieval/rerank.ts'
import { createRetrieval } from '../src/retrieval/retrieval.ts'
import { type BenchPassage, fillIndex, fillRegistry, passagesOf } from './fill-library.ts'

const DATA = process.env['FOOTNOTE_DATA'] ?? new URL('../../shared/data', import.meta.url).pathname
const TENANT = 'bench'
const GENERATION = 'bench'
const PARTITION = { tenantId: TENANT, generation: GENERATION }
const SCOPE = { access: ['everyone'] }
const RERANKED = 50
const DEEPEST_SCORED_PLACE = 10
const EMPTY_LENGTH = JSON.stringify(NOTHING_UNDERSTOOD).length
const signal = new AbortController().signal

const analysers = createAnalysers()
const config = readConfig(process.env)
const platform = openPlatform(config, { telemetry: openTelemetry({ level: 'warn' }), analysers, databaseTemplate: '' })
const embedder = await platform.embeddingModel()
const wordVectors = await platform.wordVectors()
const names = process.argv.slice(2)
for (const name of names.length > 0 ? names : ['northwind', 'squad-dev', 'obliqa']) {
  await measure(await loadSet(join(DATA, 'retrieval', name)))
}
await platform[Symbol.asyncDispose]()

async function measure(set: QuestionSet): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'retrieval-quality-'))
  try {
    await using index = await openLanceDbIndex({ uri: join(folder, 'index') })
    await using database = await openEmbeddedDatabase({ dataFolder: join(folder, 'database') })
    await database.migrate()
    const all = passagesOf(set.documents, SCOPE.access)
    const startedAt = performance.now()
    await fillIndex({ index, embedder, analysers }, PARTITION, all)
    console.log(
      `${set.name}: ${all.length} documents indexed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
    )
    await fillRegistry(database, TENANT, all)
    for (const [stage, search] of Object.entries(stagesOf(index, database, all))) await report(set, stage, search)
    console.log(`  resident memory ${Math.round(process.memoryUsage().rss / 1e6)} MB`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function stagesOf(index: SearchIndex, database: Database, all: readonly BenchPassage[]): Record<string, SetSearch> {
  const byId = new Map(all.map((passage) => [passage.id, passage]))
  const externalIds = (ids: readonly string[]) => ids.map((id) => byId.get(id)?.externalId ?? '')
  const sources = { index, embedder, wordVectors, analysers, queryVectors: createQueryVectors(embedder) }
  const candidates = (query: string) => findCandidates(sources, query, PARTITION, SCOPE, signal)
  const reading = { analysers, wordVectors }
  const reranking = { ...reading, read: createPassageReader(wordVectors) }
  const retrieval = createRetrieval({
    database,
    index,
    embedder,
    wordVectors,
    analysers,
    generationOf: async () => GENERATION,
  })
  const context = { principal: systemPrincipal(TENANT, 'bench'), requestId: 'bench', signal, clock: systemClock }
  const complete = (query: string) => ({ query, top_k: DEEPEST_SCORED_PLACE })
  return {
    bm25: async (query) => externalIds((await candidates(query)).lexical.map((hit) => hit.passageId)),
    vector: async (query) => externalIds((await candidates(query)).vector.map((hit) => hit.passageId)),
    fused: async (query) => externalIds((await candidates(query)).fused.map((hit) => hit.passageId)),
    reranked: async (query) => {
      const { question, fused } = await candidates(query)
      const known = fused.slice(0, RERANKED).map((hit) => ({ hit, passage: byId.get(hit.passageId) }))
      const found = known.flatMap(({ hit, passage }) => (passage === undefined ? [] : [{ hit, passage }]))
      const ranked = await rerank(question, found, reranking, signal)
      return externalIds(ranked.map(({ hit }) => hit.passageId))
    },
    'as written': async (query) => {
      const { passages: found } = await retrieval.search({ ...complete(query), interpret: false }, context)
      return found.map((passage) => passage.external_id)
    },
    complete: async (query) => {
      const { passages: found, understood } = await retrieval.search(complete(query), context)
      if (process.env['SHOW_UNDERSTOOD'] !== undefined && JSON.stringify(understood).length > EMPTY_LENGTH)
        console.log(query, JSON.stringify(understood))
      return found.map((passage) => passage.external_id)
    },
  }
}

async function report(set: QuestionSet, stage: string, search: SetSearch): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const times: number[] = []
  delay.enable()
  const result = await runSet(set, async (query) => {
    const startedAt = performance.now()
    const ids = await search(query)
    times.push(performance.now() - startedAt)
    return ids
  })
  delay.disable()
  times.sort((a, b) => a - b)
  const at = (share: number) => `${(times[Math.floor(times.length * share)] ?? 0).toFixed(1)} ms`
  const scores = (['ndcg_at_10', 'hit_at_5', 'recall_at_10', 'mrr_at_10'] as const).map(
    (key) => `${key} ${result[key].toFixed(4)}`,
  )
  const gap = `longest event-loop gap ${Math.round(delay.max / 1e6)} ms`
  console.log(`  ${stage.padEnd(10)} ${scores.join('  ')}  p50 ${at(0.5)}  p95 ${at(0.95)}  ${gap}`)
}
