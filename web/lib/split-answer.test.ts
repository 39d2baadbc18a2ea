import { expect, test } from 'vitest'
import { REMOVED_SENTENCE } from '../../src/contracts/removed-sentence.ts'
import { splitAnswer } from './split-answer.ts'

const KNOWN = new Set([1, 2])

test('turns the numbers of citations into footnotes and sets them against the word', () => {
  expect(splitAnswer('Leave is 28 days. [1] It expires [2][1].', KNOWN, false)).toEqual([
    [
      { type: 'text', text: 'Leave is 28 days.' },
      { type: 'footnote', number: 1 },
      { type: 'text', text: ' It expires' },
      { type: 'footnote', number: 2 },
      { type: 'footnote', number: 1 },
      { type: 'text', text: '.' },
    ],
  ])
})

test('leaves brackets that cite nothing as the text of the document', () => {
  expect(splitAnswer('See [7] and [sic].', KNOWN, false)).toEqual([[{ type: 'text', text: 'See [7] and [sic].' }]])
})

test('holds a half-arrived marker back while the answer streams, and only then', () => {
  expect(splitAnswer('Leave is 28 days. [1', KNOWN, true)).toEqual([[{ type: 'text', text: 'Leave is 28 days.' }]])
  expect(splitAnswer('An open [', KNOWN, false)).toEqual([[{ type: 'text', text: 'An open [' }]])
})

test('starts a paragraph at a line break and drops empty ones', () => {
  expect(splitAnswer('One.\n\n\nTwo.\n', KNOWN, false)).toHaveLength(2)
})

test('tells where a sentence was taken out, without the numbers that lead nowhere', () => {
  expect(splitAnswer(`Leave is 28 days. [1] ${REMOVED_SENTENCE} [3][4] It expires. [2]`, KNOWN, false)).toEqual([
    [
      { type: 'text', text: 'Leave is 28 days.' },
      { type: 'footnote', number: 1 },
      { type: 'text', text: ' ' },
      { type: 'removed' },
      { type: 'text', text: ' It expires.' },
      { type: 'footnote', number: 2 },
    ],
  ])
})
