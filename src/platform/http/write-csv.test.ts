import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { writeCsv } from './write-csv.ts'

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=cmd|"/c calc"!A1'])('makes no formula of %j', (text) => {
  const [, [cell] = []] = parse(writeCsv(['name'], [{ name: text }]))
  expect(cell).toBe(`'${text}`)
})

it('leaves numbers and other text as they are, and nothing where there is nothing', () => {
  const rows = [{ day: '2026-03-02', change: -1.5, note: 'a, "b"\nc', rest: null }]
  const names = ['day', 'change', 'note', 'rest']
  expect(parse(writeCsv(names, rows))).toEqual([names, ['2026-03-02', '-1.5', 'a, "b"\nc', '']])
})
