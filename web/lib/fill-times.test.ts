import { expect, test } from 'vitest'
import { fillTimes } from './fill-times.ts'

const columns = [
  { name: 'questions', unit: 'count' as const, description: '' },
  { name: 'mean', unit: 'score' as const, description: '' },
]

test('days without anything are put between those with something', () => {
  const rows = [
    { day: '2026-10-24', questions: 2, mean: 0.5 },
    { day: '2026-10-27', questions: 1, mean: 0.7 },
  ]
  expect(fillTimes({ by: 'day', rows, columns })).toEqual([
    rows[0],
    { day: '2026-10-25', questions: 0, mean: null },
    { day: '2026-10-26', questions: 0, mean: null },
    rows[1],
  ])
})

test('one day, no day and reports of names stay as they are', () => {
  for (const rows of [[], [{ day: '2026-10-24', questions: 2, mean: 0.5 }]]) {
    expect(fillTimes({ by: 'day', rows, columns })).toBe(rows)
  }
  const rows = [{ user: 'ada', questions: 1, mean: null }]
  expect(fillTimes({ by: 'user', rows, columns })).toBe(rows)
})
