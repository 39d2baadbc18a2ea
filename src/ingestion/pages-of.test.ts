import { expect, test } from 'vitest'
import { pagesOf } from './pages-of.ts'
import { assembleDocument } from './parsers/assemble-document.ts'

test('every page has its blocks', () => {
  const parsed = assembleDocument([
    { kind: 'heading', page: 1, text: 'One' },
    { kind: 'paragraph', page: 2, text: 'Two' },
    { kind: 'paragraph', page: 1, text: 'A note on one' },
  ])
  expect(pagesOf(parsed)).toEqual([
    { page: 1, text: 'One\n\nA note on one' },
    { page: 2, text: 'Two' },
  ])
})

test('a format without pages is one text', () => {
  const parsed = assembleDocument([
    { kind: 'heading', text: 'One' },
    { kind: 'paragraph', text: 'Two' },
  ])
  expect(pagesOf(parsed)).toEqual([{ text: 'One\n\nTwo' }])
})
