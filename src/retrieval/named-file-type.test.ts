import { expect, it } from 'vitest'
import { namedFileType } from './named-file-type.ts'
import { withoutNamed } from './named-filter.ts'
import { namedTimes } from './named-time.ts'

it.each([
  ['What is the total in the spreadsheets?', 'spreadsheets', 'What is the total ?'],
  ['In the PDFs, what is the deductible?', 'PDFs', ', what is the deductible?'],
  ['Who is named in the presentation about sales', 'presentations', 'Who is named about sales'],
  ['What did she write in our emails?', 'e-mails', 'What did she write ?'],
])('reads a file type from "%s"', (question, label, rest) => {
  const named = namedFileType(question)
  expect(named?.label).toBe(label)
  expect(withoutNamed(question, named === null ? [] : [named])).toBe(rest)
})

it.each([
  'What stands in the e-mail policy?',
  'What is shown in the presentation of results?',
  'How do I make a PDF?',
  'What is in the PDFs or in the spreadsheets?',
  'spreadsheets',
])('reads no file type from "%s"', (question) => {
  expect(namedFileType(question)).toBeNull()
})

it.each([
  ['What changed in documents updated since 2025-01-01?', { updated_after: '2024-12-31T23:59:59.999Z' }],
  ['documents that were changed after 2024 about leave', { updated_after: '2024-12-31T23:59:59.999Z' }],
  ['leave in files from before 2024', { updated_before: '2024-01-01T00:00:00.000Z' }],
  ['files uploaded until 2024-02', { updated_before: '2024-03-01T00:00:00.000Z' }],
])('reads a time of documents from "%s"', (question, filters) => {
  expect(namedTimes(question).map((named) => named.filters)).toEqual([filters])
})

it.each([
  'How long must documents be kept since 2020?',
  'What do documents from 2024 say?',
  'files from before 2024-13',
  'files from before 20241',
  'files from before 2024 or documents updated before 2023',
  'rules changed since 2025',
])('reads no time from "%s"', (question) => {
  expect(namedTimes(question)).toEqual([])
})

it('leaves a question as it is when nothing would be left of it', () => {
  const question = 'files from before 2024?'
  expect(withoutNamed(question, namedTimes(question))).toBe(question)
})
