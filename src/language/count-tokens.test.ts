import { expect, test } from 'vitest'
import { countTokens } from './count-tokens.ts'

test('counts the tokens of ordinary text', () => {
  expect(countTokens('The deductible is $500 a year.')).toBe(8)
})

test('counts special tokens of a vendor as plain text', () => {
  expect(countTokens('<|endoftext|>')).toBeGreaterThan(1)
})

test('counts one endless word within a second', () => {
  const before = performance.now()
  expect(countTokens('a'.repeat(200_000))).toBeGreaterThan(1_000)
  expect(performance.now() - before).toBeLessThan(1_000)
})
