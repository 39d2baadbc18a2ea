/**
 * How often the quoted sentences hold the gold answer: SQuAD development questions, top five paragraphs by BM25.
 * Run: `node bench/extractive-squad.ts`; the data folder comes from FOOTNOTE_DATA.
 */
import { join } from 'node:path'
import { createAnalyser, createAnalysers } from '../src/language/analyser.ts'
import type { NumberedPassage } from '../src/platform/chat-model/chat-model.ts'
import { createExtractiveModel } from '../src/platform/chat-model/extractive.ts'
import { type CollectionItem, createBm25, readLines } from './in-memory-bm25.ts'

const TOP_K = 5
const folder = join(process.env['FOOTNOTE_DATA'] ?? '../shared/data', 'retrieval/squad-dev')

const analyser = createAnalyser('en')
const corpus = readLines<CollectionItem>(folder, 'corpus.jsonl')
const questions = readLines<{ id: string; text: string }>(folder, 'queries.jsonl').filter((_, index) => index % 2 === 1)
const gold = new Map(
  readLines<{ id: string; answers: string[] }>(folder, 'answers.jsonl').map(({ id, answers }) => [id, answers]),
)
const bm25 = createBm25(corpus, analyser)

const plain = (text: string): string => {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\b(the|a|an)\b/g, ' ')
  return ` ${words.replace(/\s+/g, ' ').trim()} `
}

async function quote(question: string, maximumSentences: number): Promise<string> {
  const terms = analyser.analyse(question)
  const passages = bm25.search(terms, TOP_K).map(({ index, score }, rank): NumberedPassage => {
    const { title, text } = corpus[index] ?? { title: '', text: '' }
    return { number: rank + 1, title, heading: [], text, relevanceScore: score }
  })
  const termWeights = Object.fromEntries(terms.map((term) => [term, bm25.idf(term)]))
  const request = {
    messages: [],
    question,
    passages,
    termWeights,
    language: analyser.language,
    maximumAnswerTokens: 1024,
  }
  const model = createExtractiveModel({ analysers: createAnalysers(), maximumSentences })
  let answer = ''
  for await (const part of model.stream(request, new AbortController().signal)) {
    if (part.type === 'text-delta') answer += part.text
  }
  return answer.replace(/ \[\d+\]/g, '')
}

for (const maximumSentences of [1, 2, 3]) {
  let held = 0
  let silent = 0
  let words = 0
  for (const { id, text } of questions) {
    const answer = await quote(text, maximumSentences)
    if (answer === '') silent += 1
    if ((gold.get(id) ?? []).some((expected) => plain(answer).includes(plain(expected)))) held += 1
    words += answer === '' ? 0 : answer.split(/\s+/).length
  }
  const share = (count: number) => (count / questions.length).toFixed(3)
  const length = (words / questions.length).toFixed(0)
  console.log(
    `best ${maximumSentences}: gold answer held ${share(held)}, no answer ${share(silent)}, ${length} words (${questions.length} questions)`,
  )
}
