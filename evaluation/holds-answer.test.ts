import { expect, test } from 'vitest'
import { textHoldsAnswer } from './holds-answer.ts'

test('compares whole words, without case, punctuation and articles', () => {
  expect(textHoldsAnswer('It was founded in Lyon, in 1990.', ['the LYON'])).toBe(true)
  expect(textHoldsAnswer('It was founded in 1990.', ['199'])).toBe(false)
  expect(textHoldsAnswer('Anything', [' ', ''])).toBe(false)
})

test('finds answers in scripts without spaces', () => {
  expect(textHoldsAnswer('公司成立于1990年。', ['1990年'])).toBe(true)
})
