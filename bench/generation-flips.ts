/**
 * Does a switch between two builds of the search index show in what people find, and how long does it take?
 *
 *   node bench/generation-flips.ts [documents=1000] [flips=50] [searchers=4]
 *
 * Texts are loaded into an embedded library of its own and the index is built a second time beside the first. While
 * `searchers` ask without a pause, searches are switched over and back. An answer is empty when it misses the one document
 * that holds the word asked for, and mixed when the parts of one search read more than one generation, or another than the
 * reply names. Prints times of the first switch (with comparison) and of all others (going back) in milliseconds.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { compose } from '../src/compose.ts'
import { readConfig } from '../src/config.ts'
import { systemClock } from '../src/contracts/call-context.ts'
import { systemPrincipal } from '../src/contracts/principal.ts'
import { fillGeneration } from '../src/ingestion/generations/fill-generation.ts'
import { loadTexts } from '../src/ingestion/load-texts.ts'
import { createActiveGenerations } from '../src/platform/index-generations/active-generation.ts'
import { createRetrieval } from '../src/retrieval/retrieval.ts'
import { openIndexAdministration } from '../src/roles/host-index-administration.ts'
import { watchGenerations } from '../src/testing/watch-generations.ts'
import { numberOf } from './command-words.ts'
import { quantile } from './quantile.ts'

const words = process.argv.slice(2)
const DOCUMENTS = numberOf(words, 'documents', 1_000)
const FLIPS = numberOf(words, 'flips', 50)
const SEARCHERS = numberOf(words, 'searchers', 4)
/** As many answers at least come between two switches. */
const SEARCHES_BETWEEN = 10

const home = await mkdtemp(join(tmpdir(), 'footnote-flips-'))
try {
  console.log(JSON.stringify(await measure()))
} finally {
  await rm(home, { recursive: true, force: true })
}

async function measure() {
  const settings = { FOOTNOTE_HOME: home, FOOTNOTE_LOG_LEVEL: 'warn', FOOTNOTE_SAMPLES: 'off' }
  const config = { ...readConfig({ ...settings, ROLES: 'ingestion,retrieval' }), serveWeb: false }
  await using footnote = await compose(config)
  const { wiring } = footnote
  const { administration, dependencies } = await openIndexAdministration(wiring)
  const { tenantId } = config
  const principal = systemPrincipal(tenantId, 'bench')
  const context = { principal, requestId: 'bench', signal: new AbortController().signal, clock: systemClock }
  await loadTexts(dependencies, 'bench', madeTexts(), context)
  const first = wiring.generation
  const builtFrom = performance.now()
  const second = await administration.rebuild(context)
  await fillGeneration(dependencies, { tenantId, generation: second }, context.signal)
  const builtInMs = performance.now() - builtFrom

  const watched = watchGenerations(dependencies.index)
  const { database, embedder, analysers } = dependencies
  const generationOf = createActiveGenerations(database, { embedder, generation: first })
  const retrieval = createRetrieval({
    database,
    embedder,
    wordVectors: await wiring.platform.wordVectors(),
    analysers,
    index: watched.index,
    generationOf,
  })
  const counts = { searches: 0, empty: 0, mixed: 0 }
  const stop = new AbortController()
  const search = async (start: number) => {
    for (let i = start; !stop.signal.aborted; i++) {
      const n = i % DOCUMENTS
      const find = () => retrieval.search({ query: `lamp of room${n}`, top_k: 5 }, context)
      const { result, read } = await watched.watch(find)
      counts.searches += 1
      if (!result.passages.some(({ external_id }) => external_id === `text-${n}`)) counts.empty += 1
      if (read.size !== 1 || !read.has(result.generation)) counts.mixed += 1
    }
  }
  const searching = Array.from({ length: SEARCHERS }, (_, n) => search(n * 37))
  const times: number[] = []
  for (let n = 0; n < FLIPS; n++) {
    // A switch that no search meets proves nothing.
    while (counts.searches < n * SEARCHES_BETWEEN) await wait(5)
    const from = performance.now()
    await administration.activate({ id: n % 2 === 0 ? second : first }, context)
    times.push(performance.now() - from)
  }
  stop.abort()
  await Promise.all(searching)
  const figures = { documents: DOCUMENTS, flips: FLIPS, searchers: SEARCHERS, built_ms: Math.round(builtInMs) }
  return { ...figures, ...counts, ...summaryOf(times) }
}

function madeTexts() {
  return Array.from({ length: DOCUMENTS }, (_, n) => ({
    externalId: `text-${n}`,
    title: `Room ${n}`,
    text: `The lamp of room${n} is ${['green', 'blue', 'red'][n % 3]}. `.repeat(3),
  }))
}

function summaryOf([firstSwitch = 0, ...others]: readonly number[]) {
  const [p50, p95] = [quantile(others, 0.5), quantile(others, 0.95)].map(Math.round)
  return { first_switch_ms: Math.round(firstSwitch), switch_ms: { p50, p95, max: Math.round(Math.max(0, ...others)) } }
}
