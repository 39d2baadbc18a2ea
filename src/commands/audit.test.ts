import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { RecordsReport } from '../contracts/answer-records.ts'
import { describeRecords } from './audit.ts'

const WHOLE: RecordsReport = {
  records: 12,
  unlinked: 0,
  first_sequence: 1,
  head: { sequence: 12, hash: 'a'.repeat(64) },
  broken: null,
}
const said = (given: Partial<RecordsReport>) =>
  stripVTControlCharacters(describeRecords({ ...WHOLE, ...given }).join('\n'))

test('says that all records are whole, and what to compare with later', () => {
  expect(said({})).toMatch(/^ok {2}12 records are as they were written\n {4}head 12:a+ /)
})

test('says which were pruned and which are not linked yet', () => {
  const text = said({ first_sequence: 201, unlinked: 2 })
  expect(text).toContain('those before 201 were pruned')
  expect(text).toContain('2 of the last moments')
})

test('names the first broken record', () => {
  const answer_id = '2f1a7c0e-7d0b-4c55-9d5e-0a6b3f1c2d3e'
  expect(said({ records: 4, broken: { reason: 'record-changed', sequence: 5, answer_id } })).toBe(
    `bad record 5, answer ${answer_id}: it is not what it was when it was written. The 4 records before it are whole.`,
  )
  expect(said({ broken: { reason: 'answer-unrecorded', sequence: null, answer_id } })).toContain(
    `bad answer ${answer_id}: `,
  )
})

test('says that there are none yet', () => {
  expect(said({ records: 0, head: null, first_sequence: null })).toBe('ok  no records yet')
})
