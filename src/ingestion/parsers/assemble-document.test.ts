import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { assembleDocument, type BlockDraft, tableText } from './assemble-document.ts'

test('blocks are joined by a blank line and hold none themselves, for any text', () => {
  const draft: fc.Arbitrary<BlockDraft> = fc.record({
    kind: fc.constantFrom('heading', 'paragraph', 'table', 'code'),
    text: fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '\t', '\u0000', '\u2028', '\uD800', 'ﬁ', '\u00A0') }),
  })
  fc.assert(
    fc.property(fc.array(draft), (drafts) => {
      const { text, blocks } = assembleDocument(drafts)
      expect(blocks.map(({ start, end }) => text.slice(start, end)).join('\n\n')).toBe(text)
      for (const forbidden of ['\u0000', '\r', '\uD800', '\n\n\n']) expect(text).not.toContain(forbidden)
      for (const { start, end } of blocks) expect(text.slice(start, end)).toMatch(/\S/)
    }),
  )
})

test('titles that programs write are no titles', () => {
  for (const title of ['Untitled', 'PowerPoint Presentation', 'Microsoft Word - x.doc', 'report.pdf', ' ', null]) {
    expect(assembleDocument([], { title }).title).toBeNull()
  }
  expect(assembleDocument([], { title: ' Annual\n report ' }).title).toBe('Annual report')
})

test('rows lose empty cells at their end only', () => {
  expect(
    tableText([
      ['a', '', 'b\nc', ''],
      ['', ''],
      ['', 'd'],
    ]),
  ).toBe('a |  | b c\n | d')
})
