import { expect, test } from 'vitest'
import { countTokens, createTokenCounter } from './count-tokens.ts'

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

test.each([
  "It's the company's 1,234.50 share, isn't it?",
  'Ends here.\n\nNext one:\n- item (a/b)\r\n  indented\n\n\n',
  'Spaces   between\tand after   ',
  '健康保険の給付は、毎年 4 月 1 日に見直されます。',
  '',
])('a counter that remembers words counts the same: %j', (text) => {
  const count = createTokenCounter()
  expect([count(text), count(text)]).toEqual([countTokens(text), countTokens(text)])
})
