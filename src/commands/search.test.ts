import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import { NOTHING_UNDERSTOOD } from '../contracts/understood.ts'
import { rankedPassage, searchOutput } from '../testing/ranked-passages.ts'
import { describeSearch } from './search.ts'

const PASSAGE = rankedPassage({
  text: 'The deductible is 500 dollars.',
  title: 'Plan \u001B[2J',
  page: 3,
  heading: ['Costs', 'Yearly'],
  matches: [{ term: 'deduct', start: 4, end: 14 }],
})

const linesOf = (found: Parameters<typeof describeSearch>[0]) => describeSearch(found).map(stripVTControlCharacters)

it('prints score, title, page, heading and the passage', () => {
  expect(linesOf(searchOutput([PASSAGE]))).toEqual([
    ' 1 0.80  Plan  [2J, page 3, Costs › Yearly',
    '      The deductible is 500 dollars.',
  ])
})

it('prints what was understood, also when nothing was found', () => {
  const understood = { ...NOTHING_UNDERSTOOD, phrases: ['paid time off'] }
  expect(linesOf({ ...searchOutput([]), understood })).toEqual([
    'Nothing found.',
    'Kept only passages that hold "paid time off" word for word.',
    'Add --as-written to search for the words as they are.',
  ])
})

it('tells that the embedding model has changed, with the command to run', () => {
  const lines = linesOf({ ...searchOutput([PASSAGE]), degraded: ['vector', 'changed_model'] })
  expect(lines.at(-1)).toContain('npx footnote reindex')
})

it('prints the scores that were explained', () => {
  const explained = {
    passage_id: PASSAGE.passage_id,
    rank: 1,
    lexical: 8,
    lexical_rank: 1,
    vector: null,
    vector_rank: null,
    fused: 0.8,
    fused_rank: 1,
    score: 0.9,
    features: [{ name: 'coverage', value: 1, weight: 0.5, contribution: 0.5 }],
  }
  const explanation = { terms: [], passages: [explained], asked: [] }
  expect(linesOf({ ...searchOutput([PASSAGE]), explanation }).at(-1)).toBe(
    '      words 8.00 (rank 1), not found by meaning, joined 0.80, re-ranked 0.90: coverage 1.00 × 0.50',
  )
})
