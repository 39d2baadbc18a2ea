import { expect, it } from 'vitest'
import { indexedText } from './indexed-text.ts'

it('puts title and headings before the words', () => {
  const passage = { title: 'Handbook', heading: ['Leave', 'Parental'], text: 'Twelve weeks.' }
  expect(indexedText(passage)).toBe('Handbook\nLeave\nParental\nTwelve weeks.')
})

it('names a title once that is also the first heading, and leaves out empty parts', () => {
  expect(indexedText({ title: 'Handbook', heading: ['Handbook', 'Leave'], text: 'x' })).toBe('Handbook\nLeave\nx')
  expect(indexedText({ title: '', heading: [], text: 'x' })).toBe('x')
})
