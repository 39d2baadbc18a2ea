import { describe, expect, test } from 'vitest'
import { parsedBlocks } from '../../testing/parsed-blocks.ts'
import { tinyPdf } from '../../testing/tiny-pdf.ts'
import { parsePdf } from './pdf.ts'
import { draftOf, joinBrokenParagraphs, plain } from './pdf-blocks.ts'

const BODY = [
  { text: 'Everyone has twenty days of leave in every year of work, and may take' },
  { text: 'them whenever the team agrees.' },
]

describe('a PDF', () => {
  test('gives headings and paragraphs with their pages, blank pages keep their number', async () => {
    const parsed = await parsePdf(tinyPdf([[{ text: 'Leave policy', size: 24 }, ...BODY], [], [{ text: 'The end.' }]]))
    expect(parsed.pages).toBe(3)
    expect(parsed.pagesWithoutText).toEqual([2])
    expect(parsedBlocks(parsed)[0]).toBe('heading1 p1: Leave policy')
    expect(parsed.text).toContain('twenty days of leave')
    expect(parsedBlocks(parsed).at(-1)).toBe('paragraph p3: The end.')
  })

  test('may have other bytes before its header', async () => {
    const parsed = await parsePdf(Buffer.concat([Buffer.from('\n\nHTTP junk\n'), tinyPdf([BODY])]))
    expect(parsed.text).toContain('twenty days')
  })

  test.each([
    ['encrypted', tinyPdf([BODY], { locked: true })],
    ['corrupt', Buffer.from('%PDF-1.4\nnothing else')],
    ['corrupt', Buffer.from('no PDF at all')],
    ['empty', tinyPdf([[], []])],
    [
      'unsupported',
      tinyPdf([
        [
          { text: 'Please wait...' },
          { text: 'If this message is not eventually replaced by the proper contents of the document' },
        ],
      ]),
    ],
  ])('that is %s is refused with that reason', async (reason, bytes) => {
    await expect(parsePdf(bytes)).rejects.toMatchObject({ name: 'ParseFailure', reason })
  })

  test('of images without text needs text recognition', async () => {
    await expect(parsePdf(tinyPdf([[], []], { box: true }))).rejects.toMatchObject({ name: 'OcrNeeded', pages: 2 })
  })
})

test.each([
  ['**Bold** and *slanted* text', 'Bold and slanted text'],
  ['*are pop-* ular since', 'are popular since'],
  ['2018\\* and FUNCTION\\_USAGE', '2018* and FUNCTION_USAGE'],
  ['5 * 3 * 2', '5 * 3 * 2'],
  ['~~gone~~', 'gone'],
])('signs of emphasis leave the text: %s', (source, text) => {
  expect(plain(source)).toBe(text)
})

test('a paragraph broken by a change of type is put together again, on its page only', () => {
  const joined = joinBrokenParagraphs([
    { kind: 'list_item', page: 1, text: 'We explain how to' },
    { kind: 'paragraph', page: 1, text: 'generate code.' },
    { kind: 'paragraph', page: 1, text: 'A dangling' },
    { kind: 'paragraph', page: 2, text: 'sentence.' },
    { kind: 'heading', level: 2, page: 2, text: 'Design, Perfor-' },
    { kind: 'paragraph', page: 2, text: 'mance.' },
  ])
  expect(joined).toEqual([
    { kind: 'list_item', page: 1, text: 'We explain how to generate code.' },
    { kind: 'paragraph', page: 1, text: 'A dangling' },
    { kind: 'paragraph', page: 2, text: 'sentence.' },
    { kind: 'paragraph', level: 2, page: 2, text: 'Design, Performance.' },
  ])
})

test('a label, its colon and its value are one cell', () => {
  const rows = [['Year', ':', '2019', 'Page', ':', ''].map((text) => ({ text }))]
  expect(draftOf({ kind: 'table', rows }, 1)).toMatchObject([{ text: 'Year : 2019 | Page :' }])
})
