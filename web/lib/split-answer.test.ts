import { expect, test } from 'vitest'
import { REMOVED_SENTENCE } from '../../src/contracts/removed-sentence.ts'
import { splitAnswer } from './split-answer.ts'

const KNOWN = new Set([1, 2])

/** The pieces of an answer that is one paragraph. */
function paragraph(text: string, streaming = false): unknown {
  const [first, ...others] = splitAnswer(text, KNOWN, streaming)
  expect(others).toEqual([])
  return first?.type === 'paragraph' ? first.pieces : first
}

test('turns the numbers of citations into footnotes and sets them against the word', () => {
  expect(paragraph('Leave is 28 days. [1] It expires [2][1].')).toEqual([
    { type: 'text', text: 'Leave is 28 days.' },
    { type: 'footnote', number: 1 },
    { type: 'text', text: ' It expires' },
    { type: 'footnote', number: 2 },
    { type: 'footnote', number: 1 },
    { type: 'text', text: '.' },
  ])
})

test('leaves brackets that cite nothing as the text of the document', () => {
  expect(paragraph('See [7] and [sic].')).toEqual([{ type: 'text', text: 'See [7] and [sic].' }])
})

test('holds a half-arrived marker back while the answer streams, and only then', () => {
  expect(paragraph('Leave is 28 days. [1', true)).toEqual([{ type: 'text', text: 'Leave is 28 days.' }])
  expect(paragraph('An open [')).toEqual([{ type: 'text', text: 'An open [' }])
})

test('starts a paragraph at a line break and drops empty ones', () => {
  expect(splitAnswer('One.\n\n\nTwo.\n', KNOWN, false)).toHaveLength(2)
})

test('tells where a sentence was taken out, without the numbers that lead nowhere', () => {
  expect(paragraph(`Leave is 28 days. [1] ${REMOVED_SENTENCE} [3][4] It expires. [2]`)).toEqual([
    { type: 'text', text: 'Leave is 28 days.' },
    { type: 'footnote', number: 1 },
    { type: 'text', text: ' ' },
    { type: 'removed' },
    { type: 'text', text: ' It expires.' },
    { type: 'footnote', number: 2 },
  ])
})

test('gathers the items of a list, with their footnotes', () => {
  expect(splitAnswer('Bring: [1]\n\n- a rope [1]\n- a bell [2]\n\nThen come. [1]', KNOWN, false)).toEqual([
    {
      type: 'paragraph',
      pieces: [
        { type: 'text', text: 'Bring:' },
        { type: 'footnote', number: 1 },
      ],
    },
    {
      type: 'list',
      start: null,
      items: [
        [
          { type: 'text', text: 'a rope' },
          { type: 'footnote', number: 1 },
        ],
        [
          { type: 'text', text: 'a bell' },
          { type: 'footnote', number: 2 },
        ],
      ],
    },
    {
      type: 'paragraph',
      pieces: [
        { type: 'text', text: 'Then come.' },
        { type: 'footnote', number: 1 },
      ],
    },
  ])
})

test('a numbered list keeps its first number, and is no part of one with bullets', () => {
  const blocks = splitAnswer('3. Wait.\n4. Go.\n- a rope\n2026 was good.', KNOWN, false)
  expect(blocks.map((block) => (block.type === 'list' ? [block.start, block.items.length] : block.type))).toEqual([
    [3, 2],
    [null, 1],
    'paragraph',
  ])
})
