import { expect, test } from 'vitest'
import { createAnalyser } from '../../language/analyser.ts'
import type { Language } from '../../language/function-words.ts'
import { words } from '../../language/words.ts'
import { createDayAndMonthNames } from './day-and-month-names.ts'
import { holdsAnswer } from './holds-answer.ts'
import type { QuestionKind } from './question-kind.ts'

const namesOf = createDayAndMonthNames()

function holds(kind: QuestionKind, text: string, question = '', language: Language = 'en'): number {
  return holdsAnswer(kind, text, new Set(words(question)), { analyser: createAnalyser(language), namesOf })
}

test('finds times in figures and by the names of days and months in the language', () => {
  expect(holds('when', 'The boat house opens at 7 in the morning.')).toBe(1)
  expect(holds('when', 'Hamburg | 07:00-20:00')).toBe(1)
  expect(holds('when', 'It expires on 31 March.')).toBe(1)
  expect(holds('when', 'Er beginnt am Dienstag.', '', 'de')).toBe(1)
  expect(holds('when', 'Он начался в марта.')).toBe(1)
  expect(holds('when', 'It ends within three months.')).toBe(0.5)
  expect(holds('when', 'Do not open attachments.')).toBe(0)
})

test('counts a figure only when the question does not name it', () => {
  expect(holds('how-many', 'Up to five days.')).toBe(1)
  expect(holds('how-many', 'Trips of 2025 are over.', 'How many trips in 2025?')).toBe(0)
})

test('counts a name only when the question does not hold it', () => {
  expect(holds('who', 'It was approved by Ada Marlowe.', 'Who approved it?')).toBe(1)
  expect(holds('who', 'It was approved by Ada Marlowe.', 'Who is Ada Marlowe?')).toBe(0)
  expect(holds('who', 'Das steht im Handbuch.', '', 'de')).toBe(0)
})

test('finds reasons', () => {
  expect(holds('why', 'Approval is needed because rules differ.')).toBe(1)
  expect(holds('why', 'Approval is needed.')).toBe(0)
})
