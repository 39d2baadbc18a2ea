import { expect, test } from 'vitest'
import { createAnalyser } from './analyser.ts'
import { weighQuestion } from './weighed-question.ts'

const analyser = createAnalyser('en')

function share(question: string, text: string, weights: Readonly<Record<string, number>> = {}): number {
  return weighQuestion(question, weights, analyser).share(new Set(analyser.analyse(text)))
}

test('gives the whole share to a text that holds every term and none to one that holds none', () => {
  expect(share('What is the annual deductible?', 'Deductibles are annual.')).toBe(1)
  expect(share('What is the annual deductible?', 'Parking is free.')).toBe(0)
})

test('lets rare terms weigh more', () => {
  const weights = { annual: 1, deduct: 5 }
  expect(share('annual deductible', 'deductible', weights)).toBeGreaterThan(
    share('annual deductible', 'annual', weights),
  )
})

test('does not count words that only say how something is asked', () => {
  expect(share('How many vacation days do employees get?', 'Employees: 25 vacation days')).toBe(1)
})

test('takes the asking words when the question has no others', () => {
  expect(share('How many?', 'many')).toBe(1)
})

test('a question of stop words has no share at all', () => {
  expect(share('What is it?', 'it is what it is')).toBe(0)
})

test('asks for half of a short question and for less of a long one', () => {
  const [short, long] = ['capital of France', 'alpha beta gamma delta epsilon zeta eta theta iota kappa']
  expect(weighQuestion(short, {}, analyser).neededShare).toBe(0.5)
  expect(weighQuestion(long, {}, analyser).neededShare).toBeCloseTo(0.35)
})
