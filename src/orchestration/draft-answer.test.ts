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
