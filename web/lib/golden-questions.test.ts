import { expect, test } from 'vitest'
import { goldenQuestionsOf } from './golden-questions.ts'

test('a line is a question and the documents that answer it', () => {
  expect(goldenQuestionsOf('What is 1 = 1? = logic.pdf, sums.pdf\n\nHow long? = terms.pdf')).toEqual([
    { query: 'What is 1 = 1?', documents: ['logic.pdf', 'sums.pdf'] },
    { query: 'How long?', documents: ['terms.pdf'] },
  ])
})

test('lines without a question or without documents are left out', () => {
  expect(goldenQuestionsOf('How long?\n= terms.pdf\nHow far? = ,')).toEqual([])
})
