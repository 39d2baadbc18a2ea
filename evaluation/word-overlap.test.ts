import { expect, it } from 'vitest'
import { wordOverlap } from './word-overlap.ts'

it.each([
  ['The notice period: three months.', 'notice period three months', 1],
  ['three months', 'three weeks', 0.5],
  ['months months', 'months', 2 / 3],
  ['', 'three', 0],
  ['', '', 1],
  ['東京都', '東京', 0.8],
])('"%s" and "%s" have %d in common', (text, answer, share) => {
  expect(wordOverlap(text, answer)).toBeCloseTo(share)
})
