/**
 * What does steady writing cost those who search? A library is searched for a while, and then again while passages are
 * written to it, minute by minute: latency and resident memory of this process must not grow.
 *
 *   node bench/search-while-writing.ts [passages=100000] [minutes=60] [batch=100] [every=500]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createAnalysers } from '../src/language/analyser.ts'
import { openStaticEmbeddingModel } from '../src/platform/embedding-model/static.ts'
import { openLanceDbIndex } from '../src/platform/search-index/lancedb.ts'
import { findCandidates } from '../src/retrieval/find-candidates.ts'
import { createQueryVectors } from '../src/retrieval/query-vectors.ts'
import { numberOf } from './command-words.ts'
import { fillIndex, writeToIndex } from './fill-library.ts'
import { openMadeLibrary } from './made-library.ts'
import { quantile } from './quantile.ts'

const words = process.argv.slice(2)
const PASSAGES = numberOf(words, 'passages', 100_000)
const MINUTES = numberOf(words, 'minutes', 60)
const BATCH = numberOf(words, 'batch', 100)
const EVERY_IN_MS = numberOf(words, 'every', 500)
const IDLE_IN_MS = 30_000
const PAUSE_BETWEEN_SEARCHES_IN_MS = 50
const PARTITION = { tenantId: 'tenant-0', generation: 'bench' }
const SCOPE = { access: ['everyone', 'user:asker', 'group:0'] }
const signal = new AbortController().signal

const library = await openMadeLibrary()
const questions = library.questions(1_000)
const analysers = createAnalysers()
const embedder = await openStaticEmbeddingModel()
const folder = await mkdtemp(join(tmpdir(), 'search-while-writing-'))
try {
  await measure()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  await using index = await openLanceDbIndex({ uri: join(folder, 'index') })
  const dependencies = { index, embedder, wordVectors: embedder, analysers }
  await fillIndex(dependencies, PARTITION, library.passages('tenant-0', PASSAGES))
  const sources = { ...dependencies, queryVectors: createQueryVectors(embedder) }
  const search = (query: string) => findCandidates(sources, query, PARTITION, SCOPE, signal)
  await searchFor(IDLE_IN_MS / 2, search)
  const idle = await searchFor(IDLE_IN_MS, search)
  report('idle', idle, idle)
  const added = library.passages('tenant-1', Infinity)
  const over = new AbortController()
  let [written, late] = [0, 0]
  const writing = (async () => {
    for (let due = performance.now(); !over.signal.aborted; due += EVERY_IN_MS) {
      await writeToIndex(dependencies, PARTITION, next(added, BATCH))
      // As the worker does behind every document: it is done when enough was written.
      await index.optimize(PARTITION)
      written += BATCH
      const left = due + EVERY_IN_MS - performance.now()
      if (left < 0) late += 1
      await wait(Math.max(0, left))
    }
  })()
  for (let minute = 1; minute <= MINUTES; minute++) {
    const times = await searchFor(60_000, search)
    report(`minute ${minute}, ${written} written, ${late} batches late`, times, idle)
  }
  console.log(`${(await index.count(PARTITION)) - PASSAGES} more passages in the index`)
  over.abort()
  await writing
}

/** The next so many; `take` of an iterator would end it. */
function next<T>(items: Iterator<T>, count: number): readonly T[] {
  return Array.from({ length: count }, () => items.next()).flatMap(({ value, done }) => (done === true ? [] : [value]))
}

async function searchFor(
  milliseconds: number,
  search: (query: string) => Promise<unknown>,
): Promise<readonly number[]> {
  const times: number[] = []
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    const startedAt = performance.now()
    await search(questions[times.length % questions.length] ?? '')
    times.push(performance.now() - startedAt)
    await wait(PAUSE_BETWEEN_SEARCHES_IN_MS)
  }
  return times
}

function report(what: string, times: readonly number[], idle: readonly number[]): void {
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)]
  const resident = Math.round(process.memoryUsage.rss() / 1e6)
  console.log(
    JSON.stringify({
      what,
      searches: times.length,
      p50_ms: Math.round(p50),
      p95_ms: Math.round(p95),
      p95_factor: Number((p95 / quantile(idle, 0.95)).toFixed(2)),
      resident_mb: resident,
    }),
  )
}
