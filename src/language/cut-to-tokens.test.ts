import { expect, it } from 'vitest'
import { countTokens } from './count-tokens.ts'
import { cutToTokens } from './cut-to-tokens.ts'

it('leaves a text alone that has few enough tokens', () => {
  const text = 'extraordinarily long words have few tokens '.repeat(10)
  expect(cutToTokens(text, countTokens(text))).toBe(text)
})

it('cuts a longer one at exactly that many tokens', () => {
  const cut = cutToTokens('one two three four five six seven eight nine ten '.repeat(20), 20)
  expect(countTokens(cut)).toBe(20)
})

it('never ends inside a character, and is quick on megabytes', () => {
  expect(cutToTokens('🙂'.repeat(1_000_000), 10).isWellFormed()).toBe(true)
  expect(cutToTokens('x'.repeat(5_000_000), 10).length).toBeLessThan(500)
})
