import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scannedPdf } from '../../testing/scanned-pdf.ts'
import { tinyPdf } from '../../testing/tiny-pdf.ts'
import { prepareRecognition } from '../prepare-recognition.ts'
import type { Recognition } from '../recognition.ts'
import { parsePdf } from './pdf.ts'
import { readFirst } from './pdf-first-reader.ts'
import { locateQuote } from './pdf-locate.ts'
import { recognisePages } from './pdf-recognition.ts'

let folder = ''
let recognition: Recognition
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessdata-'))
  recognition = (await prepareRecognition({ mode: 'auto', languages: ['eng'] }, folder))!
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const LINES = [
  { text: 'Everyone has twenty days of leave in every year of work,', size: 16 },
  { text: 'and may take them whenever the team agrees.', size: 16 },
]

describe('a scan', () => {
  test('is read, says how it was read, and gives the places of its words', async () => {
    const scan = await scannedPdf(LINES)
    let announced = 0
    const parsed = await parsePdf(scan, { recognition, onRecognising: (pages) => (announced = pages) })
    expect(parsed.text.replaceAll('\n', ' ')).toContain('twenty days of leave in every year of work')
    expect(parsed.warnings).toEqual([expect.stringMatching(/^1 page was recognised by OCR, mean confidence \.9\d\.$/)])
    expect(parsed.pagesWithoutText).toEqual([])
    expect(announced).toBe(1)
    const located = await locateQuote(scan, { page: 1, text: 'the team agrees' }, { recognition })
    expect(located).toMatchObject({ precision: 'words', pageWidth: 595, rectangles: [{}] })
    // The line stands at a height of 780 - 16 * 2.2 points above the bottom of 842; its last words fill the right half.
    expect(located!.rectangles[0]!.y).toBeCloseTo(842 - 780 + 16 * 2.2 - 12, -1)
    expect(located!.rectangles[0]!.x).toBeGreaterThan(250)
  })

  test('that lies on its side is read, with places on the page as it is shown', async () => {
    const scan = await scannedPdf(LINES, { turned: true })
    const { text } = await parsePdf(scan, { recognition })
    expect(text.replaceAll('\n', ' ')).toContain('twenty days of leave')
    const located = await locateQuote(scan, { page: 1, text: 'Everyone has twenty days of leave' }, { recognition })
    expect(located).toMatchObject({ precision: 'words', pageWidth: 842, pageHeight: 595 })
    for (const { width, height } of located!.rectangles) expect(height).toBeGreaterThan(width)
  })

  test('without anything to read needs other languages', async () => {
    const drawing = tinyPdf([[]], { box: true })
    await expect(parsePdf(drawing, { recognition })).rejects.toMatchObject({
      name: 'OcrNeeded',
      message: expect.stringContaining('FOOTNOTE_OCR_LANGUAGES') as string,
    })
  })

  test('is left out from where the time is used up', async () => {
    const scan = await scannedPdf(LINES)
    const { pages } = await readFirst(scan)
    const nine = Array.from({ length: 9 }, (_, index) => ({
      page: { ...pages[0]!, number: index === 0 ? 1 : index + 1 },
      asPicture: false,
    }))
    let now = 0
    const clock = () => (now += 100)
    const read = await recognisePages(scan, nine, { ...recognition, budgetInMs: 150 }, clock)
    expect([...read.pages.keys()]).toEqual([1])
    expect(read.leftOut).toEqual([5, 6, 7, 8, 9])
  })
})

test('a page with text is read as it is, unless recognition is forced', async () => {
  const pdf = tinyPdf([LINES])
  expect((await parsePdf(pdf, { recognition })).warnings).toEqual([])
  const forced = await parsePdf(pdf, { recognition: { ...recognition, mode: 'force' } })
  expect(forced.warnings[0]).toContain('1 page was recognised')
  expect(forced.text.replaceAll('\n', ' ')).toContain('and may take them whenever the team agrees')
})
