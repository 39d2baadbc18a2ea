import { expect, test } from 'vitest'
import { tinyPdf } from '../../testing/tiny-pdf.ts'
import type { BlockDraft } from './assemble-document.ts'
import { parsePdf } from './pdf.ts'
import type { PdfPage } from './pdf-page.ts'
import { withoutRunningLines } from './pdf-running-lines.ts'

const HEIGHTS = { above: 30, middle: 400, below: 800 }

function block(place: keyof typeof HEIGHTS, text: string, kind: BlockDraft['kind'] = 'paragraph'): BlockDraft {
  return { kind, text, box: { x: 72, y: HEIGHTS[place], width: 400, height: 12 } }
}

function pages(count: number, blocksOf: (number: number) => BlockDraft[]): PdfPage[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1
    return { number, width: 595, height: 842, blocks: blocksOf(number), pieces: [] }
  })
}

const read = (document: PdfPage[]) => withoutRunningLines(document).map(({ text }) => text)

test('headers and footers stand once, page numbers never, footnotes stay', () => {
  const document = pages(4, (number) => [
    block('above', 'Leave policy', 'heading'),
    block('middle', `Rule ${number}`),
    ...(number === 2 ? [block('below', 'Only in the first year.')] : []),
    block('below', `${number + 6}`),
    block('below', `Page ${number} of 4`),
  ])
  expect(read(document)).toEqual([
    'Leave policy',
    'Rule 1',
    'Page 1 of 4',
    'Rule 2',
    'Only in the first year.',
    'Rule 3',
    'Rule 4',
  ])
  expect(withoutRunningLines(document)[0]?.kind).toBe('paragraph')
})

test('the header of a chapter stands once, also on its left pages only and with the number of a section', () => {
  const chapter = pages(40, (number) =>
    number > 12 && number < 26 && number % 2 === 0
      ? [block('above', `Pay, travel and expenses at home 4.${number}`)]
      : [block('middle', `Text ${number}`)],
  )
  expect(read(chapter).filter((line) => line.startsWith('Pay'))).toEqual(['Pay, travel and expenses at home 4.14'])
})

test('what a few pages begin with, and other numbers than those of the page, are text', () => {
  const document = pages(12, (number) => {
    if (number < 4) return [block('above', `Exhibit 31.${number}`)]
    if (number < 7) return [block('above', 'Year Days')]
    return [block('above', 'Year | Days', 'table'), block('below', `Total ${number * number}`)]
  })
  expect(withoutRunningLines(document)).toHaveLength(3 + 3 + 12)
})

test('a page that comes twice is read twice', async () => {
  const memo = [{ text: 'To whom it may concern: all bottles of water were sold.' }]
  const { text } = await parsePdf(tinyPdf([memo, memo]))
  expect(text.match(/bottles/g)).toHaveLength(2)
})
