import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { LiteParse } from '@llamaindex/liteparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TINY_JPEG } from '../../testing/tiny-jpeg.ts'
import { tinyPdf } from '../../testing/tiny-pdf.ts'
import { tinyPng } from '../../testing/tiny-png.ts'
import { prepareRecognition } from '../prepare-recognition.ts'
import type { Recognition } from '../recognition.ts'
import { parsePicture } from './picture.ts'
import { readPng } from './png-picture.ts'

let folder = ''
let recognition: Recognition
/** Grey values of a picture in which one reads "The ferry leaves at nine.", one byte for each pixel. */
let grey: { readonly width: number; readonly height: number; readonly rows: readonly Buffer[] }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessdata-'))
  recognition = (await prepareRecognition({ mode: 'auto', languages: ['eng'] }, folder))!
  grey = await drawnText()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function drawnText(): Promise<typeof grey> {
  const drawing = new LiteParse({ ocrEnabled: false, extractScreenshots: true, quiet: true, dpi: 150 })
  const { screenshots } = await drawing.parse(tinyPdf([[{ text: 'The ferry leaves at nine.', size: 16 }]]))
  const { width, height, data } = readPng(screenshots[0]!.imageBuffer)
  const pixels = inflateSync(data)
  const rowOf = (y: number) => Buffer.from(Array.from({ length: width }, (_, x) => pixels[(y * width + x) * 3]!))
  return { width, height, rows: Array.from({ length: height }, (_, y) => rowOf(y)) }
}

/** What each pixel of the drawn text becomes. */
function painted(bytesOf: (value: number) => readonly number[]): readonly Buffer[] {
  return grey.rows.map((row) => Buffer.from(Array.from(row).flatMap(bytesOf)))
}

/** Eight pixels to a byte; the index 0 where the text is dark. */
function bitsOfRows(): readonly Buffer[] {
  return grey.rows.map((row) =>
    Buffer.from(
      Array.from({ length: Math.ceil(row.length / 8) }, (_, at) =>
        Array.from({ length: 8 }, (_unused, bit) => ((row[at * 8 + bit] ?? 255) > 128 ? 1 : 0)).reduce<number>(
          (byte, value) => byte * 2 + value,
          0,
        ),
      ),
    ),
  )
}

describe('the text in an image is read', () => {
  test('from a JPEG, saying how it was read', async () => {
    let announced = 0
    const parsed = await parsePicture(TINY_JPEG, 'jpeg', { recognition, onRecognising: (pages) => (announced = pages) })
    expect(parsed.text).toBe('The ferry leaves at nine.')
    expect(parsed.warnings).toEqual([
      expect.stringMatching(/^The text was recognised by OCR, mean confidence \.9\d\.$/),
    ])
    expect([parsed.pages, parsed.blocks[0]?.page, announced]).toEqual([null, null, 1])
  })

  test.each([
    ['grey', () => ({ bits: 8, colourType: 0, rows: grey.rows })],
    ['colour', () => ({ bits: 8, colourType: 2, rows: painted((value) => [value, value, 255]) })],
    ['16 bit', () => ({ bits: 16, colourType: 0, rows: painted((value) => [value, 0]) })],
    [
      'a palette',
      () => ({ bits: 1, colourType: 3, rows: bitsOfRows(), palette: Buffer.from([0, 0, 99, 255, 250, 240]) }),
    ],
    ['transparent paper', () => ({ bits: 8, colourType: 6, rows: painted((value) => [0, 0, 0, 255 - value]) })],
    ['transparent grey', () => ({ bits: 8, colourType: 4, rows: painted((value) => [9, 255 - value]) })],
  ])('from a PNG in %s', async (_, pixels) => {
    const { width, height } = grey
    const { text } = await parsePicture(tinyPng({ width, height, ...pixels() }), 'png', { recognition })
    expect(text).toBe('The ferry leaves at nine.')
  })
})

const blank = (width: number, height: number, colourType = 0) => ({
  width,
  height,
  bits: 8,
  colourType,
  rows: Array.from({ length: height }, () => Buffer.alloc(width * (colourType === 6 ? 4 : 1), 255)),
})

test.each([
  ['empty', 'that shows nothing', () => tinyPng(blank(200, 200))],
  ['empty', 'that is a line', () => tinyPng(blank(400, 20))],
  ['too-large', 'with more pixels than memory', () => tinyPng({ ...blank(10, 10), width: 40_000, height: 40_000 })],
  ['corrupt', 'that unpacks to more than it says', () => tinyPng({ ...blank(100, 100, 6), height: 90 })],
  ['corrupt', 'that ends too soon', () => tinyPng(blank(100, 100, 6)).subarray(0, 60)],
  ['unsupported', 'whose rows are interlaced', () => tinyPng({ ...blank(100, 100), interlaced: true })],
])('%s is an image %s', async (reason, _, png) => {
  await expect(parsePicture(png(), 'png', { recognition })).rejects.toMatchObject({ name: 'ParseFailure', reason })
})

test('a JPEG without a size is corrupt', async () => {
  await expect(parsePicture(TINY_JPEG.subarray(0, 100), 'jpeg', { recognition })).rejects.toMatchObject({
    reason: 'corrupt',
  })
})

test('an image waits for text recognition where that is off', async () => {
  await expect(parsePicture(TINY_JPEG, 'jpeg', { recognition: null })).rejects.toMatchObject({ name: 'OcrNeeded' })
})
