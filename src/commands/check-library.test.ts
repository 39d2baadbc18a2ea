import { expect, it } from 'vitest'
import type { Consistency } from '../contracts/consistency.ts'
import type { DeadLetterSummary } from '../contracts/dead-letters.ts'
import { describeConsistency, describeDeadLetters } from './check-library.ts'

const CONSISTENT: Consistency = {
  checked_at: '2026-03-02T09:00:00.000Z',
  orphans: { index: 0, passages: 0, originals: 0, answers: 0 },
  missing: { index: 0, passages: 0, originals: 0 },
  open_deletions: 0,
  examples: [],
}

it('says so when all stores agree', () => {
  expect(describeConsistency(CONSISTENT)).toEqual({
    name: 'library',
    ok: true,
    detail: 'registry, index and originals agree',
  })
})

it('says what is mended by itself', () => {
  const { orphans } = CONSISTENT
  expect(describeConsistency({ ...CONSISTENT, orphans: { ...orphans, index: 2 }, open_deletions: 1 })).toEqual({
    name: 'library',
    ok: false,
    detail:
      '1 deletion not complete, 2 versions in the index that nothing uses. ' +
      'The rest is mended by itself within two hours; look again then, and at the log if it stays.',
  })
})

it('names the documents that somebody has to send again', () => {
  const document_id = '00000000-0000-4000-8000-000000000001'
  const examples = [{ type: 'missing', store: 'originals', document_id, version: 1 }] as const
  const missing = { ...CONSISTENT.missing, originals: 1 }
  expect(describeConsistency({ ...CONSISTENT, missing, examples: [...examples] })).toEqual({
    name: 'library',
    ok: false,
    detail: `1 version without its original. Send these documents again: ${document_id}.`,
  })
})

const LETTER: DeadLetterSummary = {
  id: '1',
  queue: 'ingest-version',
  reason: 'the disk is damaged',
  stage: 'parsing',
  attempts: 5,
  failed_at: '2026-03-02T09:00:00.000Z',
  document: null,
  payload: {},
}

it('says so when nothing was given up', () => {
  expect(describeDeadLetters({ dead_letters: [], next_cursor: null }).ok).toBe(true)
})

it('says how much was given up and where to look', () => {
  const dead_letters = [LETTER, { ...LETTER, id: '2' }]
  const found = { name: 'dead letters', ok: false }
  const look = 'see what failed and why with "npx footnote dead-letters list".'
  expect(describeDeadLetters({ dead_letters, next_cursor: null })).toEqual({ ...found, detail: `2; ${look}` })
  expect(describeDeadLetters({ dead_letters, next_cursor: 'more' })).toEqual({
    ...found,
    detail: `more than 2; ${look}`,
  })
})
