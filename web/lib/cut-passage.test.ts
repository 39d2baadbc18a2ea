import { expect, test } from 'vitest'
import { cutPassage } from './cut-passage.ts'

const PASSAGE = { start: 100, end: 111, text: 'Hello world' }

test('cuts a passage around the cited span', () => {
  expect(cutPassage(PASSAGE, { start: 106, end: 111 })).toEqual({ before: 'Hello ', quote: 'world', after: '' })
})

test('highlights the part of the span that lies inside the passage', () => {
  expect(cutPassage(PASSAGE, { start: 90, end: 105 })).toEqual({ before: '', quote: 'Hello', after: ' world' })
})

test('highlights nothing when the span lies elsewhere or nothing is cited', () => {
  const whole = { before: 'Hello world', quote: '', after: '' }
  expect(cutPassage(PASSAGE, { start: 0, end: 50 })).toEqual(whole)
  expect(cutPassage(PASSAGE, { start: 500, end: 510 })).toEqual(whole)
  expect(cutPassage(PASSAGE, null)).toEqual(whole)
})
