import { expect, test } from 'vitest'
import { rankedPassage } from '../testing/ranked-passages.ts'
import { createCitationNumbering } from './number-citations.ts'

const passages = [
  rankedPassage({ text: 'Leave lasts 16 weeks. Ask early.', start: 1_000, page: 7 }),
  rankedPassage({ text: 'Parking is free.', start: 0 }),
]

test('numbers citations in the order of first use, whatever the model called the passages', () => {
  const cite = createCitationNumbering(passages)
  expect(cite({ number: 2, start: 0, end: 16 })?.citation).toMatchObject({ number: 1, quote: 'Parking is free.' })
  expect(cite({ number: 1, start: 0, end: 21 })?.citation).toMatchObject({ number: 2, quote: 'Leave lasts 16 weeks.' })
})

test('keeps the number of words that are cited again', () => {
  const cite = createCitationNumbering(passages)
  const first = cite({ number: 1, start: 0, end: 21 })
  expect(cite({ number: 1, start: 0, end: 21 })).toEqual({ citation: first!.citation, isNew: false })
})

test('gives other words of the same passage a number of their own', () => {
  const cite = createCitationNumbering(passages)
  cite({ number: 1, start: 0, end: 21 })
  expect(cite({ number: 1, start: 22, end: 32 })?.citation).toMatchObject({ number: 2, quote: 'Ask early.' })
})

test('counts offsets from the start of the document', () => {
  const cite = createCitationNumbering(passages)
  expect(cite({ number: 1, start: 22, end: 32 })?.citation).toMatchObject({ start: 1_022, end: 1_032, page: 7 })
})

test('has no citation for a number that was never sent', () => {
  expect(createCitationNumbering(passages)({ number: 3, start: 0, end: 1 })).toBeNull()
})

test('names the neighbour that holds the words, of a passage that was joined from two', () => {
  const [first, second] = [rankedPassage({ text: 'one' }).passage_id, rankedPassage({ text: 'two' }).passage_id]
  const parts = [
    { passage_id: first, start: 100, end: 121 },
    { passage_id: second, start: 115, end: 132 },
  ]
  const joined = rankedPassage({ text: 'Leave lasts 16 weeks. Ask early.', start: 100, passage_id: second, parts })
  const cite = createCitationNumbering([joined])
  expect(cite({ number: 1, start: 0, end: 21 })?.citation.passage_id).toBe(first)
  expect(cite({ number: 1, start: 22, end: 32 })?.citation.passage_id).toBe(second)
  expect(cite({ number: 1, start: 0, end: 32 })?.citation.passage_id).toBe(second)
})
