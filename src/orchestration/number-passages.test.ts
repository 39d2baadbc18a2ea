import { expect, test } from 'vitest'
import { rankedPassage, searchOutput } from '../testing/ranked-passages.ts'
import { numberPassages } from './number-passages.ts'

const FIRST = rankedPassage({ text: 'Boats need:', start: 100, page: 3 })
const { document_id } = FIRST

function continuesOf(...passages: Parameters<typeof searchOutput>[0]): (number | undefined)[] {
  return numberPassages(searchOutput(passages)).map(({ continues }) => continues)
}

test('tells which passage goes on where another one ends, in whatever order they were found', () => {
  const next = rankedPassage({ text: 'A rope', start: FIRST.end + 2, page: 4, document_id })
  expect(continuesOf(next, FIRST)).toEqual([2, undefined])
})

test('takes no passage for the next one that overlaps, lies further on or is of another text', () => {
  const overlapping = rankedPassage({ text: 'need: a rope', start: FIRST.end - 5, document_id })
  const later = rankedPassage({ text: 'A hat', start: FIRST.end + 3, document_id })
  const other = rankedPassage({ text: 'A cat', start: FIRST.end })
  const newer = rankedPassage({ text: 'A dog', start: FIRST.end, document_id, version: 2 })
  expect(continuesOf(FIRST, overlapping, later, other, newer)).toEqual(Array(5).fill(undefined))
})
