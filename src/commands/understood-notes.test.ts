import { expect, it } from 'vitest'
import { NOTHING_UNDERSTOOD } from '../contracts/understood.ts'
import { understoodNotes } from './understood-notes.ts'

it('says nothing when nothing was read from the question', () => {
  expect(understoodNotes(NOTHING_UNDERSTOOD)).toEqual([])
})

it('says in sentences what was read, and how to switch it off', () => {
  expect(
    understoodNotes({
      filters: [
        { kind: 'collection', label: 'HR policies', value: 'HR policies' },
        { kind: 'updated_after', label: 'since 2025', value: '2024-12-31T23:59:59.999Z' },
      ],
      corrections: [{ from: 'reimbursment', to: 'reimbursement' }],
      expansions: [{ from: 'PTO', to: 'paid time off' }],
      phrases: ['sick leave'],
      notes: ['phrase_not_found'],
    }),
  ).toEqual([
    'Searched only in the collection "HR policies".',
    'Searched only in documents updated since 2025.',
    "Searched for 'reimbursement' instead of 'reimbursment'.",
    "Searched for 'paid time off' as well as 'PTO'.",
    'Kept only passages that hold "sick leave" word for word.',
    'No passage that you may read holds the quoted words; they were searched for like others.',
    'Add --as-written to search for the words as they are.',
  ])
})
