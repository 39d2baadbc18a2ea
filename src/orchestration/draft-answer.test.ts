import { expect, test } from 'vitest'
import { UNCONFIRMED } from '../contracts/orchestration.ts'
import { createAnalyser } from '../language/analyser.ts'
import { rankedPassage } from '../testing/ranked-passages.ts'
import { createAnswerDraft } from './draft-answer.ts'

const PASSAGE = rankedPassage({ text: 'The deductible is $500.' })
const QUESTION = { terms: new Set<string>(), share: () => 1, neededShare: 0.5 }
const MADE = {
  made_by: { mode: 'model' as const, model: 'm', fallback_reason: null },
  token_usage: { prompt: 0, completion: 0, total: 0 },
}

test('a sentence that its source does not carry is followed by a remark, in the text and in the envelope', () => {
  const draft = createAnswerDraft({
    reading: 'What is the deductible?',
    question: QUESTION,
    passages: [PASSAGE],
    analyser: createAnalyser('en'),
  })
  const where = [{ number: 1, start: 0, end: 23 }]
  draft.add({ text: 'The deductible is $500.', support: 1, evidence: where })
  const [delta] = draft.add({ text: 'The deductible is $900.', support: 0, evidence: where, unsupported: ['900'] })
  expect(delta).toEqual({ type: 'text-delta', text: ` The deductible is $900. [1] ${UNCONFIRMED}` })
  const { answer, sentences } = draft.finish(MADE)
  expect(sentences.map(({ unsupported }) => unsupported)).toEqual([undefined, ['900']])
  expect(answer.slice(sentences[1]?.start, sentences[1]?.end)).toBe(`The deductible is $900. [1] ${UNCONFIRMED}`)
})

test('items of a list are lines of their own, repeated ones too, and what follows begins a paragraph', () => {
  const draft = createAnswerDraft({
    reading: 'What is the deductible?',
    question: QUESTION,
    passages: [PASSAGE],
    analyser: createAnalyser('en'),
  })
  const evidence = [{ number: 1, start: 0, end: 23 }]
  const texts = ['Bring:', 'a rope', 'a rope', 'Then come.']
  const marks = [undefined, '-', '-', undefined]
  const deltas = texts.flatMap((text, n) =>
    draft.add({ text, support: 1, evidence, ...(marks[n] === undefined ? {} : { mark: marks[n] }) }),
  )
  const { answer, sentences, citations } = draft.finish(MADE)
  expect(answer).toBe('Bring: [1]\n\n- a rope [1]\n- a rope [1]\n\nThen come. [1]')
  expect(deltas.map((part) => (part.type === 'text-delta' ? part.text : '')).join('')).toBe(answer)
  expect(sentences.map(({ start, end }) => answer.slice(start, end))).toEqual(texts.map((text) => `${text} [1]`))
  expect(citations).toHaveLength(1)
})

test('an answer may begin with the item of a list', () => {
  const draft = createAnswerDraft({
    reading: 'What is the deductible?',
    question: QUESTION,
    passages: [PASSAGE],
    analyser: createAnalyser('en'),
  })
  draft.add({ text: 'Wait.', support: 1, evidence: [{ number: 1, start: 0, end: 23 }], mark: '3.' })
  const { answer, sentences } = draft.finish(MADE)
  expect(answer).toBe('3. Wait. [1]')
  expect(sentences).toMatchObject([{ start: 3, end: 12 }])
})
