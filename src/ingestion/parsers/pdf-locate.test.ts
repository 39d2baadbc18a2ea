import { describe, expect, test } from 'vitest'
import { tinyPdf } from '../../testing/tiny-pdf.ts'
import { locateOnPage, locateQuote } from './pdf-locate.ts'
import type { PdfPage, TextPiece } from './pdf-page.ts'

const piece = (text: string, x: number, y: number): TextPiece => ({ text, x, y, width: text.length * 6, height: 10 })

/** Two columns whose lines a reader mixes; the first paragraph goes on at the top of the right one. */
const COLUMNS: PdfPage = {
  number: 2,
  width: 600,
  height: 800,
  pieces: [
    piece('An opening', 50, 100),
    piece('travel-', 350, 100),
    piece('line. They', 50, 115),
    piece('ing slowly.', 350, 115),
    piece('were always', 50, 130),
    piece('Another one.', 350, 145),
  ],
  blocks: [
    {
      kind: 'paragraph',
      page: 2,
      box: { x: 50, y: 100, width: 380, height: 40 },
      text: 'An opening line. They were always traveling slowly.',
    },
    {
      kind: 'paragraph',
      page: 2,
      box: { x: 350, y: 145, width: 80, height: 10 },
      text: 'Another one, unlike its pieces.',
    },
  ],
}

describe('the words of a quote', () => {
  test('are found by what was not redacted, unless that is too little to tell the place', () => {
    const { precision, rectangles } = locateOnPage(COLUMNS, 'were always travel-ing slowly. [phone------]')
    expect(precision).toBe('words')
    expect(rectangles.length).toBeGreaterThan(0)
    expect(locateOnPage(COLUMNS, 'slowly. [phone------]').precision).toBe('page')
  })

  test('are found across lines, whatever stands between letters', () => {
    const { precision, rectangles } = locateOnPage(COLUMNS, 'always “travel-ing” SLOWLY')
    expect(precision).toBe('words')
    expect(rectangles).toHaveLength(3)
    expect(rectangles[0]!.x).toBeGreaterThan(50)
    expect(rectangles[0]!.y).toBe(130)
    expect(rectangles[2]).toMatchObject({ x: 350, y: 115 })
  })

  test('that were read otherwise give their paragraph', () => {
    expect(locateOnPage(COLUMNS, 'unlike its pieces')).toMatchObject({
      precision: 'block',
      rectangles: [{ y: 145, height: 10 }],
    })
  })

  test('that are not there give the page', () => {
    expect(locateOnPage(COLUMNS, 'nowhere to be seen')).toEqual({
      page: 2,
      pageWidth: 600,
      pageHeight: 800,
      precision: 'page',
      rectangles: [{ x: 0, y: 0, width: 600, height: 800 }],
    })
  })

  test('are found in a file, as one rectangle a line', async () => {
    const pdf = tinyPdf([[], [{ text: 'Everyone has twenty days' }, { text: 'of leave in every year.' }]])
    const located = await locateQuote(pdf, { page: 2, text: 'twenty days of leave' }, { recognition: null })
    expect(located).toMatchObject({ page: 2, pageWidth: 595, pageHeight: 842, precision: 'words' })
    expect(located!.rectangles).toHaveLength(2)
    expect(located!.rectangles[1]!.x).toBeCloseTo(72, 0)
  })

  test.each([
    ['a page that does not exist', tinyPdf([[{ text: 'Text' }]]), 7],
    ['a locked file', tinyPdf([[]], { locked: true }), 1],
    ['no PDF', Buffer.from('Text'), 1],
  ])('give nothing for %s', async (_, bytes, page) => {
    expect(await locateQuote(bytes, { page, text: 'Text' }, { recognition: null })).toBeNull()
  })
})
