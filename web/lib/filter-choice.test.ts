import { expect, test } from 'vitest'
import { filtersFor, NO_FILTER } from './filter-choice.ts'

const NOW = Date.parse('2026-11-28T00:00:00.000Z')

test('no choice restricts nothing', () => {
  expect(filtersFor(NO_FILTER, NOW)).toEqual({})
})

test('a collection, a kind of file and a period restrict what is searched', () => {
  expect(filtersFor({ collection: 'People', kind: 'pdf', period: 'week' }, NOW)).toEqual({
    collections: ['People'],
    media_types: ['application/pdf'],
    updated_after: '2026-11-21T00:00:00.000Z',
  })
})
