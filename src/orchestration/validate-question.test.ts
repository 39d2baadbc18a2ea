import { expect, test } from 'vitest'
import { validateQuestion } from './validate-question.ts'

test('gives the question back without outer spaces', () => {
  expect(validateQuestion('  What is the deductible?\n')).toBe('What is the deductible?')
})

test.each(['', '   ', '\n\t', '???', '\u202E\u0000'])('refuses a question without a word: %j', (query) => {
  expect(() => validateQuestion(query)).toThrow(expect.objectContaining({ code: 'query-empty' }))
})

test('refuses more than 2,000 characters and takes exactly 2,000', () => {
  expect(validateQuestion('a'.repeat(2_000))).toHaveLength(2_000)
  expect(() => validateQuestion('a'.repeat(2_001))).toThrow(expect.objectContaining({ code: 'query-too-long' }))
})

test('replaces control and direction characters and lone surrogates', () => {
  expect(validateQuestion('What\u0000is \u202Ethe\u2066 plan\uD800?')).toBe('What is  the  plan\uFFFD?')
})

test('keeps letters of other scripts', () => {
  expect(validateQuestion('自己負担額はいくらですか')).toBe('自己負担額はいくらですか')
})
