import { expect, it } from 'vitest'
import { KeptAnswer } from './answers.ts'
import type { AnswerEnvelope } from './orchestration.ts'
import { REMOVED_SENTENCE } from './removed-sentence.ts'
import { withoutSources } from './without-sources.ts'

const HANDBOOK = '00000000-0000-4000-8000-000000000001'
const LETTER = '00000000-0000-4000-8000-000000000002'

const citation = (number: number, document_id: string, quote: string) => ({
  number,
  document_id,
  version: 1,
  passage_id: '00000000-0000-4000-8000-00000000000a',
  title: `title of ${quote}`,
  source: 'upload',
  page: 3,
  heading: [`heading of ${quote}`],
  start: 0,
  end: quote.length,
  quote,
  relevance_score: 0.9,
})

const MADE = {
  confidence: 0.9,
  confidence_level: 'high' as const,
  made_by: { mode: 'extractive' as const, model: 'extractive', fallback_reason: null },
  token_usage: { prompt: 0, completion: 0, total: 0 },
}

/** Three sentences: of the handbook, of the letter, of both. */
function answerOf(): AnswerEnvelope {
  const written = ['Leave is 25 days. [1]', 'Bonus is nil. [2]', 'Both are agreed. [1][3]'] as const
  const sentences = written.map((text, n) => {
    const start = written.slice(0, n).join(' ').length + (n > 0 ? 1 : 0)
    return { text: text.replace(/ \[.*/, ''), start, end: start + text.length, citations: [[1], [2], [1, 3]][n]! }
  })
  const citations = [
    citation(1, HANDBOOK, '25 days'),
    citation(2, LETTER, 'no bonus'),
    citation(3, LETTER, 'agreed in writing'),
  ]
  return { outcome: 'answered', answer: written.join(' '), sentences, citations, nearest_passages: [], ...MADE }
}

it('leaves an answer alone whose sources are all there', () => {
  expect(withoutSources(answerOf(), () => false)).toEqual(answerOf())
})

it('removes the quotes of a document that is gone and every sentence that rests on it', () => {
  const left = withoutSources(answerOf(), (id) => id === LETTER)
  expect(left.answer).toBe(`Leave is 25 days. [1] ${REMOVED_SENTENCE} [2] ${REMOVED_SENTENCE} [1][3]`)
  expect(left.citations).toEqual([
    answerOf().citations[0],
    { number: 2, source_state: 'deleted' },
    { number: 3, source_state: 'deleted' },
  ])
  for (const word of ['bonus', 'Bonus', 'agreed', 'writing']) expect(JSON.stringify(left)).not.toContain(word)
})

it('tells where each sentence stands afterwards', () => {
  const { answer, sentences } = withoutSources(answerOf(), (id) => id === LETTER)
  expect(sentences.map(({ start, end }) => answer.slice(start, end))).toEqual([
    'Leave is 25 days. [1]',
    `${REMOVED_SENTENCE} [2]`,
    `${REMOVED_SENTENCE} [1][3]`,
  ])
  expect(sentences.map(({ text }) => text)).toEqual(['Leave is 25 days.', REMOVED_SENTENCE, REMOVED_SENTENCE])
})

it('changes nothing more when it is applied again, also to what was kept', () => {
  const once = withoutSources(answerOf(), (id) => id === LETTER)
  expect(withoutSources(once, (id) => id === LETTER)).toEqual(once)
  expect(withoutSources(KeptAnswer.parse(JSON.parse(JSON.stringify(once))), () => false)).toEqual(once)
})

it('comes to the same in whatever order documents go', () => {
  const all = withoutSources(answerOf(), () => true)
  for (const first of [HANDBOOK, LETTER])
    expect(
      withoutSources(
        withoutSources(answerOf(), (id) => id === first),
        () => true,
      ),
    ).toEqual(all)
})

it('removes the nearest passages of an abstention as well', () => {
  const passage = (document_id: string, text: string) => ({
    document_id,
    version: 1,
    passage_id: '00000000-0000-4000-8000-00000000000b',
    title: text,
    page: null,
    heading: [],
    text,
    relevance_score: 0.2,
  })
  const nearest_passages = [passage(HANDBOOK, 'Leave'), passage(LETTER, 'Secret')]
  const abstention = { outcome: 'abstained' as const, answer: 'None.', sentences: [], citations: [], ...MADE }
  expect(withoutSources({ ...abstention, nearest_passages }, (id) => id === LETTER)).toEqual({
    ...abstention,
    nearest_passages: [nearest_passages[0], { source_state: 'deleted' }],
  })
})
