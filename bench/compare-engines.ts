/**
 * Asks the same questions of the embedded engine and of Azure AI Search, and prints whether they find the same passages.
 * Azure AI Search is the peer of the tests: BM25 as Lucene scores it, exact cosine; the SDK, the filter and the fusion are
 * the real ones. Also prints how many requests a question takes.
 * Run: `node bench/compare-engines.ts [set …]`, by default northwind of FOOTNOTE_DATA.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setDefaultCACertificates } from 'node:tls'
import { loadSet, type QuestionSet } from '../evaluation/load-set.ts'
import { runSet } from '../evaluation/run-set.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import { openStaticEmbeddingModel } from '../src/platform/embedding-model/static.ts'
import { openAzureAiSearch } from '../src/platform/search-index/azure-ai-search.ts'
import { openLanceDbIndex } from '../src/platform/search-index/lancedb.ts'
import type { SearchIndex } from '../src/platform/search-index/search-index.ts'
import { findCandidates } from '../src/retrieval/find-candidates.ts'
import { createQueryVectors } from '../src/retrieval/query-vectors.ts'
import { startSearchPeer } from '../src/testing/search-peer/start-search-peer.ts'
import { dataFolder } from './data-folder.ts'
import { fillIndex } from './fill-library.ts'

const PARTITION = { tenantId: 'bench', generation: 'bench' }
const SCOPE = { access: ['everyone'] }
const DEPTH = 10
const signal = new AbortController().signal

const analysers = createAnalysers()
const embedder = await openStaticEmbeddingModel()
const names = process.argv.slice(2)
const data = dataFolder()
if (data !== null) {
  for (const name of names.length > 0 ? names : ['northwind'])
    await compare(await loadSet(join(data, 'retrieval', name)))
}

async function compare(set: QuestionSet): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'compare-engines-'))
  await using peer = await startSearchPeer()
  setDefaultCACertificates([peer.certificate])
  const { endpoint, apiKey } = peer
  try {
    await using embedded = await openLanceDbIndex({ uri: join(folder, 'index') })
    await using cloud = await openAzureAiSearch({
      endpoint,
      apiKey,
      prefix: 'bench',
      language: null,
      semanticRanker: false,
    })
    for (const index of [embedded, cloud]) await fill(index, set)
    console.log(`${set.name}: ${set.documents.length} documents, ${set.questions.length} questions`)
    for (const stage of ['lexical', 'vector', 'fused'] as const) {
      const [one, other] = [await answers(embedded, set, stage), await answers(cloud, set, stage)]
      const hits = await Promise.all([one, other].map((all) => runSet(set, async (query) => all.get(query) ?? [])))
      const [ours, theirs] = hits.map(({ hit_at_5 }) => hit_at_5.toFixed(4))
      console.log(`  ${stage.padEnd(8)} hit@5 ${ours} embedded, ${theirs} cloud   ${agreement(one, other)}`)
    }
    peer.requests.length = 0
    for (const { text } of set.questions) await ask(cloud, text)
    console.log(`  requests per question once terms are known: ${peer.requests.length / set.questions.length}`)
    await using fresh = await openAzureAiSearch({
      endpoint,
      apiKey,
      prefix: 'bench',
      language: null,
      semanticRanker: false,
    })
    peer.requests.length = 0
    for (const { text } of set.questions) await ask(fresh, text)
    console.log(`  from the start of a process: ${(peer.requests.length / set.questions.length).toFixed(2)}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function fill(index: SearchIndex, { documents }: QuestionSet): Promise<void> {
  const all = documents.map(({ id, title, text }) => ({ id, externalId: id, title, heading: [], text, ...SCOPE }))
  await fillIndex({ index, embedder, analysers }, PARTITION, all)
  await index.settle?.(PARTITION)
}

function ask(index: SearchIndex, query: string) {
  return findCandidates(
    { index, embedder, wordVectors: embedder, analysers, queryVectors: createQueryVectors(embedder) },
    query,
    PARTITION,
    SCOPE,
    signal,
  )
}

/** The ids that each question finds, best first. */
async function answers(index: SearchIndex, set: QuestionSet, stage: 'lexical' | 'vector' | 'fused') {
  const found = new Map<string, readonly string[]>()
  for (const { text } of set.questions) {
    const hits = (await ask(index, text))[stage]
    found.set(
      text,
      hits.slice(0, DEPTH).map(({ passageId }) => passageId),
    )
  }
  return found
}

function agreement(one: ReadonlyMap<string, readonly string[]>, other: ReadonlyMap<string, readonly string[]>): string {
  const pairs = [...one].map(([query, ids]) => [ids, other.get(query) ?? []] as const)
  const share = (isSo: (ids: readonly string[], others: readonly string[]) => boolean) =>
    (pairs.filter(([ids, others]) => isSo(ids, others)).length / pairs.length).toFixed(4)
  const common = pairs.reduce((sum, [ids, others]) => sum + ids.filter((id) => others.includes(id)).length, 0)
  const all = pairs.reduce((sum, [ids]) => sum + ids.length, 0)
  const sameFirst = share((ids, others) => ids[0] === others[0])
  const sameFive = share((ids, others) => ids.slice(0, 5).every((id) => others.slice(0, 5).includes(id)))
  return `same first ${sameFirst}, same five ${sameFive}, common of first ${DEPTH} ${(common / all).toFixed(4)}`
}
