import { expect, it } from 'vitest'
import { answerTypeOf, holdsAnswerOf } from './answer-type.ts'

it.each([
  ['When was the plan changed?', 'date'],
  ['In what year did it start?', 'date'],
  ['How many weeks of leave are there?', 'number'],
  ['What percentage is paid?', 'number'],
  ['Who approves the request?', 'person'],
  ['Where is the office?', 'place'],
  ['Explain the deductible.', 'other'],
] as const)('reads what "%s" asks for', (question, type) => {
  expect(answerTypeOf(question)).toBe(type)
})

const asked = (word: string) => word === 'tesla'

it('recognises a sentence that holds such words', () => {
  expect(holdsAnswerOf('date', 'It changed in 1998.', asked)).toBe(true)
  expect(holdsAnswerOf('date', 'It changed often.', asked)).toBe(false)
  expect(holdsAnswerOf('number', 'There are twelve? No, ten.', asked)).toBe(true)
  expect(holdsAnswerOf('person', 'The head of HR, Maria, approves.', asked)).toBe(true)
  expect(holdsAnswerOf('person', 'This is about Tesla only.', asked)).toBe(false)
  expect(holdsAnswerOf('other', 'In 1998 Maria had ten.', asked)).toBe(false)
})
