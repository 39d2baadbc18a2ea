/**
 * Which share of answerable and of unanswerable questions is answered, over the evidence that is asked for: the Northwind
 * handbooks, pages as passages, top five by BM25. Run: `node bench/abstention.ts`; the data folder comes from FOOTNOTE_DATA.
 */
import { join } from 'node:path'
import { createAnalyser } from '../src/language/analyser.ts'
import { weighQuestion } from '../src/language/weighed-question.ts'
import { hasEnoughEvidence } from '../src/orchestration/decide-abstention.ts'
import { createUnitScorer } from '../src/platform/chat-model/score-units.ts'
import { type CollectionItem, createBm25, readLines } from './in-memory-bm25.ts'

const TOP_K = 5
/** The rows before are questions that other documents of the same company would answer. */
const FIRST_UNANSWERABLE_ROW = 24
const THRESHOLDS = [0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]
/** The pages were taken from PDF with their line breaks; ingestion joins them. */
const LINE_BREAK_INSIDE_PARAGRAPH = /([^\n])\n(?=[^\n•-])/g

const folder = join(process.env['FOOTNOTE_DATA'] ?? '../shared/data', 'retrieval/northwind')
const analyser = createAnalyser('en')
const scoreUnits = createUnitScorer()
const corpus = readLines<CollectionItem>(folder, 'corpus.jsonl').map(({ id, title, text }) => {
  return { id, title, text: text.replace(LINE_BREAK_INSIDE_PARAGRAPH, '$1 ') }
})
const bm25 = createBm25(corpus, analyser)

interface Measured {
  readonly evidence: number
  readonly reachesModel: boolean
  readonly quoted: boolean
}

function measure(text: string): Measured {
  const terms = analyser.analyse(text)
  const termWeights = Object.fromEntries(terms.map((term) => [term, bm25.idf(term)]))
  const passages = bm25.search(terms, TOP_K).map(({ index }, rank) => {
    const { title, text } = corpus[index] ?? { title: '', text: '' }
    return { number: rank + 1, title, heading: [], text, relevanceScore: 0 }
  })
  const question = weighQuestion(text, termWeights, analyser)
  const request = {
    messages: [],
    question: text,
    passages,
    termWeights,
    language: analyser.language,
    maximumAnswerTokens: 0,
  }
  const evidence = Math.max(0, ...scoreUnits(request, question, analyser).map((unit) => unit.evidence))
  const reachesModel = hasEnoughEvidence(question, passages, analyser)
  return { evidence, reachesModel, quoted: reachesModel && evidence >= question.neededShare }
}

const answerable = readLines<{ text: string }>(folder, 'queries.jsonl').map(({ text }) => measure(text))
const unanswerable = readLines<{ text: string }>(folder, 'unanswerable.jsonl')
  .slice(FIRST_UNANSWERABLE_ROW)
  .map(({ text }) => measure(text))

function print(rule: string, holds: (measured: Measured) => boolean): void {
  const share = (all: readonly Measured[]) => (all.filter(holds).length / all.length).toFixed(3)
  console.log(
    `${rule.padEnd(34)} answered of ${answerable.length} answerable ${share(answerable)}, of ${unanswerable.length} unanswerable ${share(unanswerable)}`,
  )
}

for (const threshold of THRESHOLDS)
  print(`best sentence >= ${threshold.toFixed(2)}`, ({ evidence }) => evidence >= threshold)
print('chosen: a model is asked', ({ reachesModel }) => reachesModel)
print('chosen: quotes are given', ({ quoted }) => quoted)
