import { expect, test } from 'vitest'
import { describePagesWithoutText } from './pages-without-text.ts'

const OPEN_XML = 'application/vnd.openxmlformats-officedocument'

test.each([
  ['application/pdf', 3, [2], '1 of 3 pages holds no text (2)'],
  ['application/pdf', 9, [1, 4], '2 of 9 pages hold no text (1, 4)'],
  [`${OPEN_XML}.spreadsheetml.sheet`, 4, [3], '1 of 4 sheets holds no text (3)'],
  ['application/vnd.ms-powerpoint', 2, [1], '1 of 2 slides holds no text (1)'],
  ['application/pdf', 3, [], null],
])('pages without text of %s go by the word people have for them', (mediaType, pages, pagesWithoutText, words) => {
  expect(describePagesWithoutText({ mediaType, pages, pagesWithoutText })).toBe(words)
})

test('only the first numbers of many are named', () => {
  const pagesWithoutText = Array.from({ length: 30 }, (_, index) => index + 1)
  const words = describePagesWithoutText({ mediaType: 'application/pdf', pages: 40, pagesWithoutText })
  expect(words).toBe('30 of 40 pages hold no text (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …)')
})
