import { expect, test } from 'vitest'
import { ABSTENTION } from '../contracts/orchestration.ts'
import { createAnalyser } from '../language/analyser.ts'
import { weighQuestion } from '../language/weighed-question.ts'
import { rankedPassage } from '../testing/ranked-passages.ts'
import { abstentionEnvelope, hasEnoughEvidence, isAdmission } from './decide-abstention.ts'

const analyser = createAnalyser('en')

function enough(question: string, texts: readonly string[], weights: Readonly<Record<string, number>> = {}): boolean {
  return hasEnoughEvidence(
    weighQuestion(question, weights, analyser),
    texts.map((text) => rankedPassage({ text })),
    analyser,
  )
}

test('lets a model speak when one passage holds most of the question', () => {
  expect(enough('What is the annual deductible?', ['Parking is free.', 'The annual deductible is $500.'])).toBe(true)
})

test('does not, without any passage', () => {
  expect(enough('What is the annual deductible?', [])).toBe(false)
})

test('does not, when the passages share only the more common word', () => {
  expect(
    enough('What is the capital of France?', ['Capital expenditure needs approval.'], { capit: 3, franc: 6 }),
  ).toBe(false)
})

test('does not, when the words of the question are spread over several passages', () => {
  expect(enough('annual deductible gold members', ['annual', 'deductible', 'gold', 'members'])).toBe(false)
})

test('does not, for a question of stop words', () => {
  expect(enough('What is it?', ['What it is.'])).toBe(false)
})

test.each([
  ABSTENTION,
  "I don't know.",
  'I do not have enough information to answer this question.',
  'The provided passages do not mention the deductible of the plan.',
  'The documents don’t specify an amount.',
  'There is no information about this.',
  'I am unable to determine the price.',
])('hears a model decline: %s', (sentence) => {
  expect(isAdmission(sentence)).toBe(true)
})

test.each([
  'The plan does not cover emergency services.',
  'Employees do not need approval.',
  'Passages between the buildings are closed at night.',
  'There is no deductible.',
])('does not take an answer for declining: %s', (sentence) => {
  expect(isAdmission(sentence)).toBe(false)
})

test('shows the three nearest passages, says what could not be read, and promises nothing', () => {
  const passages = ['a', 'b', 'c', 'd'].map((text) => rankedPassage({ text }))
  const made = {
    made_by: { mode: 'extractive' as const, model: 'extractive', fallback_reason: null },
    token_usage: { prompt: 0, completion: 0, total: 0 },
  }
  const envelope = abstentionEnvelope(passages, 2, made)
  expect(envelope).toMatchObject({
    outcome: 'abstained',
    answer: ABSTENTION,
    sentences: [],
    citations: [],
    confidence: 0,
    unreadable_documents: 2,
  })
  expect(abstentionEnvelope([], 0, made)).not.toHaveProperty('unreadable_documents')
  expect(envelope.nearest_passages.map(({ text }) => text)).toEqual(['a', 'b', 'c'])
})
