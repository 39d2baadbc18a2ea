/**
 * Measures the search in twelve languages: recall@10 of BM25 and of the re-ranked search, for each language in a library of
 * its own documents, and in one library of all of them, where only the paragraph in the language of the question is right.
 * Prints the share of questions that were read in their own language, and how fast texts are analysed.
 * Run: `node bench/languages.ts [language …]`, by default all of the set xquad of FOOTNOTE_DATA.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSet, type QuestionSet } from '../evaluation/load-set.ts'
import { runSet } from '../evaluation/run-set.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import { openStaticEmbeddingModel } from '../src/platform/embedding-model/static.ts'
import { openLanceDbIndex } from '../src/platform/search-index/lancedb.ts'
import type { IndexPartition } from '../src/platform/search-index/search-index.ts'
import { findCandidates } from '../src/retrieval/find-candidates.ts'
import { createQueryVectors } from '../src/retrieval/query-vectors.ts'
import { createPassageReader } from '../src/retrieval/read-passage.ts'
import { rerank } from '../src/retrieval/rerank.ts'
import { type BenchPassage, fillIndex, passagesOf } from './fill-library.ts'

const DATA = process.env['FOOTNOTE_DATA'] ?? new URL('../../shared/data', import.meta.url).pathname
/** In the set's judgements: the same paragraph in the same language. Other languages have 1. */
const SAME_LANGUAGE = 2
const RERANKED = 50
const signal = new AbortController().signal

const set = await loadSet(join(DATA, 'retrieval', 'xquad'))
const known = [...new Set(set.documents.map(({ id }) => languageOfId(id)))].sort()
const asked = process.argv.length > 2 ? process.argv.slice(2) : known
const SCOPE = { access: ['everyone'] }
const analysers = createAnalysers()
const embedder = await openStaticEmbeddingModel()
const folder = await mkdtemp(join(tmpdir(), 'languages-'))
try {
  await using index = await openLanceDbIndex({ uri: folder })
  const source = { index, embedder, wordVectors: embedder, analysers, queryVectors: createQueryVectors(embedder) }
  const read = createPassageReader(embedder)
  const together = { tenantId: 'bench', generation: 'together' }
  await fillIndex(source, together, passagesOf(set.documents, SCOPE.access))
  for (const language of asked) {
    const part = questionsIn(language)
    const alone = { tenantId: 'bench', generation: language }
    const startedAt = performance.now()
    for (const { text } of part.documents) analysers.analysePassage(text)
    const seconds = (performance.now() - startedAt) / 1000
    const bytes = part.documents.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
    await fillIndex(source, alone, passagesOf(part.documents, SCOPE.access))
    const recall = async (partition: IndexPartition, documents: QuestionSet['documents']) => {
      const byId = new Map(passagesOf(documents, SCOPE.access).map((passage) => [passage.id, passage]))
      const bm25 = await runSet(part, async (query) => idsOf(await lexical(query, partition), byId))
      const reranked = await runSet(part, async (query) => idsOf(await complete(query, partition, byId), byId))
      return `bm25 ${bm25.recall_at_10.toFixed(4)} re-ranked ${reranked.recall_at_10.toFixed(4)} hit@5 ${reranked.hit_at_5.toFixed(4)}`
    }
    console.log(`${language}  alone: ${await recall(alone, part.documents)}`)
    console.log(`    together: ${await recall(together, set.documents)}`)
    console.log(
      `    analysis ${(bytes / 1e6 / seconds).toFixed(1)} MB/s, questions read as ${await readingsOf(part, together)}`,
    )
  }

  async function lexical(query: string, partition: IndexPartition): Promise<readonly string[]> {
    const found = await findCandidates(source, query, partition, SCOPE, signal)
    return found.lexical.map(({ passageId }) => passageId)
  }

  async function complete(
    query: string,
    partition: IndexPartition,
    byId: ReadonlyMap<string, BenchPassage>,
  ): Promise<readonly string[]> {
    const { question, fused } = await findCandidates(source, query, partition, SCOPE, signal)
    const found = fused.slice(0, RERANKED).flatMap((hit) => {
      const passage = byId.get(hit.passageId)
      return passage === undefined ? [] : [{ hit, passage }]
    })
    const ranked = await rerank(question, found, { analysers, wordVectors: embedder, read }, signal)
    return ranked.map(({ hit }) => hit.passageId)
  }

  async function readingsOf(part: QuestionSet, partition: IndexPartition): Promise<string> {
    const counts = new Map<string, number>()
    for (const { text } of part.questions) {
      const { question } = await findCandidates(source, text, partition, SCOPE, signal)
      counts.set(question.language, (counts.get(question.language) ?? 0) + 1)
    }
    return [...counts]
      .sort(([, one], [, other]) => other - one)
      .map(([language, count]) => `${language} ${count}`)
      .join(', ')
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** The documents of a language, and its questions with the one right paragraph of it. */
function questionsIn(language: string): QuestionSet {
  const documents = set.documents.filter(({ id }) => languageOfId(id) === language)
  const questions = set.questions
    .filter(({ id }) => id.startsWith(`${language}:`))
    .map(({ id, text, judgements }) => ({
      id,
      text,
      judgements: new Map([...judgements].filter(([, score]) => score === SAME_LANGUAGE)),
    }))
  return { name: `xquad ${language}`, documents, questions, unanswerable: [] }
}

function languageOfId(id: string): string {
  return id.slice(0, 2)
}

function idsOf(ids: readonly string[], byId: ReadonlyMap<string, BenchPassage>): readonly string[] {
  return ids.map((id) => byId.get(id)?.externalId ?? '')
}
