import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tinyPdf } from '../../testing/tiny-pdf.ts'
import { parsePdf } from './pdf.ts'
import { readFirst } from './pdf-first-reader.ts'
import { inReadingOrder, readSecond } from './pdf-second-reader.ts'

const PAGES = [
  [
    { text: 'Leave policy', size: 24 },
    { text: 'Everyone has twenty days of leave in every' },
    { text: 'year of work, and may take them.' },
  ],
  [],
  [{ text: 'The end.' }],
]

describe('the second reader', () => {
  test('reads headings, paragraphs and blank pages', async () => {
    const { totalPages, pages } = await readSecond(tinyPdf(PAGES))
    expect(totalPages).toBe(3)
    expect(pages.map(({ blocks }) => blocks.map(({ kind, text }) => `${kind}: ${text}`))).toEqual([
      [
        'heading: Leave policy',
        'paragraph: Everyone has twenty days of leave in every year of work, and may take them.',
      ],
      [],
      ['paragraph: The end.'],
    ])
  })

  test('reads single pages only when asked', async () => {
    const { pages } = await readSecond(tinyPdf(PAGES), [3])
    expect(pages.map(({ number }) => number)).toEqual([3])
  })

  test('finds text where the first reader finds it', async () => {
    const pdf = tinyPdf(PAGES)
    const first = (await readFirst(pdf)).pages[0]!
    const second = (await readSecond(pdf)).pages[0]!
    expect([second.width, second.height]).toEqual([first.width, first.height])
    second.pieces.forEach((piece, index) => {
      const other = first.pieces[index]!
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(Math.abs(piece[side] - other[side])).toBeLessThan(8)
      }
    })
  })

  test.each([
    ['Bolts from \u00a44 inch', true],
    ['Bolts from 1\u00a44 inch or x\u00a42', false],
  ])('is asked for pages whose fractions have no numerator: %s', async (text, doubtful) => {
    // The byte A4 is the fraction slash of the standard encoding.
    const { pages } = await readFirst(tinyPdf([[{ text }]]))
    expect(pages[0]).toMatchObject({ doubtful })
  })

  test.each([
    ['encrypted', tinyPdf(PAGES, { locked: true })],
    ['corrupt', Buffer.from('%PDF-1.4\nnothing else')],
  ])('refuses a file that is %s', async (reason, bytes) => {
    await expect(readSecond(bytes)).rejects.toMatchObject({ name: 'ParseFailure', reason })
  })

  test('leaves the bytes to their owner', async () => {
    const pdf = Uint8Array.from(tinyPdf(PAGES))
    await readSecond(pdf)
    expect(pdf.length).toBeGreaterThan(100)
  })
})

const arabic = join(resolve(process.env['FOOTNOTE_DATA'] ?? '../shared/data'), 'documents/pdf/right_to_left_01.pdf')

test.skipIf(!existsSync(arabic))('a right-to-left page is read in the order of its words', async () => {
  const { text } = await parsePdf(readFileSync(arabic))
  expect(text).toContain('لديك عقلية تحليلية')
})

test('Arabic letters that a font draws as one sign stand in their order', () => {
  expect(inReadingOrder('اإلجازة األولى في العالم')).toBe('الإجازة الأولى في العالم')
})
