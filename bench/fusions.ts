/**
 * How good is the embedding model of the settings (FOOTNOTE_EMBEDDING_…, else the built-in word vectors), and is it weak or
 * strong? Asks question sets in both ways of joining words and vectors, each before and after re-ranking, and prints the
 * milliseconds that a passage takes to embed. Large sets are cut: to so many questions, their right documents, and others
 * up to so many, the same for every model.
 * Run: `node bench/fusions.ts [questions=300] [documents=1500] [set …]`, by default northwind, squad-dev and scifact of
 * FOOTNOTE_DATA.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSet, type QuestionSet } from '../evaluation/load-set.ts'
import { runSet } from '../evaluation/run-set.ts'
import { readConfig } from '../src/config.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import type { EmbeddingModel } from '../src/platform/embedding-model/embedding-model.ts'
import { openPlatform } from '../src/platform/open-platform.ts'
import { openLanceDbIndex } from '../src/platform/search-index/lancedb.ts'
import { openTelemetry } from '../src/platform/telemetry/pino-prometheus.ts'
import { findCandidates } from '../src/retrieval/find-candidates.ts'
import { createQueryVectors } from '../src/retrieval/query-vectors.ts'
import { createPassageReader } from '../src/retrieval/read-passage.ts'
import { rerank } from '../src/retrieval/rerank.ts'
import { numberOf } from './command-words.ts'
import { dataFolder } from './data-folder.ts'
import { fillIndex, passagesOf } from './fill-library.ts'
import { seededRandom, shuffled } from './seeded-random.ts'

const words = process.argv.slice(2)
const QUESTIONS = numberOf(words, 'questions', 300)
const DOCUMENTS = numberOf(words, 'documents', 1_500)
const SEED = 20_261_128
const RERANKED = 50
const PARTITION = { tenantId: 'bench', generation: 'bench' }
const SCOPE = { access: ['everyone'] }
const signal = new AbortController().signal

const folder = dataFolder()
const named = words.filter((word) => !word.includes('='))
const names = named.length > 0 ? named : ['northwind', 'squad-dev', 'scifact']
const analysers = createAnalysers()
const telemetry = openTelemetry({ level: 'warn' })
await using platform = openPlatform(readConfig(process.env), { telemetry, analysers, databaseTemplate: '' })
const [model, wordVectors] = [await platform.embeddingModel(), await platform.wordVectors()]
console.log(`${model.fingerprint}, ${model.dimensions} dimensions, said to be ${model.strength}`)
if (folder !== null) for (const name of names) await measure(cut(await loadSet(join(folder, 'retrieval', name))))

async function measure(set: QuestionSet): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'fusions-'))
  try {
    await using index = await openLanceDbIndex({ uri: home })
    const all = passagesOf(set.documents, SCOPE.access)
    const timed = timing(model)
    await fillIndex({ index, embedder: timed.model, analysers }, PARTITION, all)
    const each = (timed.milliseconds() / all.length).toFixed(2)
    console.log(`${set.name}: ${all.length} documents, ${set.questions.length} questions, ${each} ms a passage`)
    const byId = new Map(all.map((passage) => [passage.id, passage]))
    const idsOf = (ids: readonly string[]) => ids.map((id) => byId.get(id)?.externalId ?? '')
    const queryVectors = createQueryVectors(model, { longestWaitInMs: 60_000 })
    const tools = { analysers, wordVectors, read: createPassageReader(wordVectors) }
    const report = async (stage: string, search: (query: string) => Promise<readonly string[]>) => {
      const { hit_at_5, ndcg_at_10 } = await runSet(set, async (query) => idsOf(await search(query)))
      console.log(`  ${stage.padEnd(18)} hit@5 ${hit_at_5.toFixed(3)}  nDCG@10 ${ndcg_at_10.toFixed(3)}`)
    }
    const found = (strength: 'weak' | 'strong') => (query: string) =>
      findCandidates({ ...tools, index, queryVectors, embedder: { strength } }, query, PARTITION, SCOPE, signal)
    await report('words', async (query) => (await found('weak')(query)).lexical.map(({ passageId }) => passageId))
    await report('vectors', async (query) => (await found('weak')(query)).vector.map(({ passageId }) => passageId))
    for (const strength of ['weak', 'strong'] as const) {
      await report(strength, async (query) => (await found(strength)(query)).fused.map(({ passageId }) => passageId))
      await report(`${strength}, re-ranked`, async (query) => {
        const { question, fused } = await found(strength)(query)
        const candidates = fused.slice(0, RERANKED).flatMap((hit) => {
          const passage = byId.get(hit.passageId)
          return passage === undefined ? [] : [{ hit, passage }]
        })
        return (await rerank(question, candidates, tools, signal)).map(({ hit }) => hit.passageId)
      })
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** So many questions, what answers them, and other documents up to the bound. */
function cut(set: QuestionSet): QuestionSet {
  const random = seededRandom(SEED)
  const questions = shuffled(set.questions, random).slice(0, QUESTIONS)
  const right = new Set(questions.flatMap(({ judgements }) => [...judgements.keys()]))
  const others = shuffled(set.documents, random).filter(({ id }) => !right.has(id))
  const kept = others.slice(0, Math.max(0, DOCUMENTS - right.size))
  return { ...set, questions, documents: [...set.documents.filter(({ id }) => right.has(id)), ...kept] }
}

/** A model that tells how long it worked on passages. */
function timing(of: EmbeddingModel) {
  let sum = 0
  const embedPassages: EmbeddingModel['embedPassages'] = async (texts, until) => {
    const from = performance.now()
    const vectors = await of.embedPassages(texts, until)
    sum += performance.now() - from
    return vectors
  }
  return { model: { ...of, embedPassages }, milliseconds: () => sum }
}
