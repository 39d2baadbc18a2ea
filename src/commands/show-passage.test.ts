import { expect, it } from 'vitest'
import { showPassage } from './show-passage.ts'

const mark = (word: string) => `<${word}>`

function matchesOf(text: string, words: readonly string[]) {
  return words.flatMap((word) => {
    const start = text.indexOf(word)
    return start < 0 ? [] : [{ term: word, start, end: start + word.length }]
  })
}

it('marks the matched words of a short passage', () => {
  const text = 'The annual\ndeductible is 500 dollars.'
  expect(showPassage({ text, matches: matchesOf(text, ['annual', 'deductible']) }, mark)).toBe(
    'The <annual> <deductible> is 500 dollars.',
  )
})

it('shows the part of a long passage in which most of the words stand', () => {
  const text = `A plan. ${'Other words. '.repeat(60)}The annual deductible is 500 dollars.${' More words.'.repeat(60)}`
  const shown = showPassage({ text, matches: matchesOf(text, ['plan', 'annual', 'deductible']) }, mark)
  expect(shown).toMatch(/^… .*The <annual> <deductible> is 500 dollars\..* …$/)
  expect(shown).not.toContain('plan')
  expect(shown.length).toBeLessThan(340)
})

it('takes out what would steer the terminal', () => {
  const text = 'An \u001B[31mangry\u001B[0m \u202Etext'
  expect(showPassage({ text, matches: [] }, mark)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})
