import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft } from './assemble-document.ts'
import { readJpeg } from './jpeg-picture.ts'
import { OcrNeeded, ParseFailure } from './parse-failure.ts'
import { joinBrokenParagraphs } from './pdf-blocks.ts'
import { type Picture, pictureAsPdf } from './pdf-picture.ts'
import type { PdfReadingOptions } from './pdf-read.ts'
import { recognisePages } from './pdf-recognition.ts'
import { readPng } from './png-picture.ts'

export type PictureFormat = 'png' | 'jpeg'

/** Two lines of small type are higher; below that are logos, buttons and lines. */
const LEAST_PIXELS_A_SIDE = 48
/** Twice what a good telephone takes; unpacked, more would not fit into the memory of the process. */
const MOST_PIXELS = 100_000_000

/** Recognition draws at 150 dpi: a screenshot then keeps its pixels, and a photo or a scan is taken for an A4 page. */
const POINTS_PER_PIXEL = 72 / 150
const SHORT_SIDE_OF_A4 = 595

/** Read the text in an image by text recognition. Fails as `empty` when there is none, and with `OcrNeeded` where it is off. */
export async function parsePicture(
  bytes: Uint8Array,
  format: PictureFormat,
  { recognition, onRecognising }: PdfReadingOptions,
): Promise<ParsedDocument> {
  const picture = format === 'png' ? readPng(bytes) : readJpeg(bytes)
  refuseSize(picture)
  if (recognition === null) throw new OcrNeeded(null, NOT_RECOGNISED)
  const size = sizeOf(picture)
  const page = { number: 1, ...size, blocks: [], pieces: [] }
  onRecognising?.(1)
  const { pages } = await recognisePages(pictureAsPdf(picture, size), [{ page, asPicture: false }], recognition)
  const found = pages.get(1)
  if (found === undefined) throw new ParseFailure('empty', NOTHING_RECOGNISED)
  const confidence = found.confidence.toFixed(2).replace(/^0/, '')
  const drafts = joinBrokenParagraphs(found.page.blocks).map(withoutPlace)
  return assembleDocument(drafts, { warnings: [`The text was recognised by OCR, mean confidence ${confidence}.`] })
}

/** An image has no pages that a citation could name. */
function withoutPlace({ kind, level, text }: BlockDraft): BlockDraft {
  return level === undefined ? { kind, text } : { kind, level, text }
}

const NOT_RECOGNISED =
  'The file is an image, and text recognition is off; set FOOTNOTE_OCR=auto, or recognise the text (OCR) and add it as PDF.'
const NOTHING_RECOGNISED =
  'No text was recognised in the image; if it holds text, add its language to FOOTNOTE_OCR_LANGUAGES or add a better scan.'

function refuseSize({ width, height }: Picture): void {
  if (Math.min(width, height) < LEAST_PIXELS_A_SIDE) {
    throw new ParseFailure('empty', 'The image is too small to hold text that could be recognised.')
  }
  if (width * height > MOST_PIXELS) {
    throw new ParseFailure('too-large', 'The image has more than 100 million pixels; save a smaller one and add that.')
  }
}

/** In points. */
function sizeOf({ width, height }: Picture): { readonly width: number; readonly height: number } {
  const scale = Math.min(POINTS_PER_PIXEL, SHORT_SIDE_OF_A4 / Math.min(width, height))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}
