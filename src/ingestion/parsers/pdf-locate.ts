import type { LocatedQuote } from '../parse-protocol.ts'
import type { Box } from '../parsed-document.ts'
import { unmaskedParts } from '../redact/masks.ts'
import { holdsMiddle, mergeLines } from './pdf-boxes.ts'
import { lettersOf, type PdfPage, type TextPiece } from './pdf-page.ts'
import { type PdfReading, type PdfReadingOptions, readPdf } from './pdf-read.ts'

/** A text with a place: a word, a line or a paragraph. */
interface Placed {
  readonly text: string
  readonly box: Box
}

/** Letters at the start and at the end of a quote that still tell its place when the middle was read otherwise. */
const ANCHOR_LETTERS = 20
/** What lies between two anchors is at most so much longer than the quote. */
const LONGEST_STRETCH = 1.3

/**
 * Find the words of a quote on their page and give the rectangles of its lines; of its paragraph when the words cannot
 * be told apart, of the page when nothing matches. Null when the page cannot be read at all.
 */
export async function locateQuote(
  bytes: Uint8Array,
  quote: { readonly page: number; readonly text: string },
  options: PdfReadingOptions,
): Promise<LocatedQuote | null> {
  const page = await readOnePage(bytes, quote.page, options)
  return page === null ? null : locateOnPage(page, quote.text)
}

async function readOnePage(bytes: Uint8Array, page: number, options: PdfReadingOptions): Promise<PdfPage | null> {
  let reading: PdfReading
  try {
    reading = await readPdf(bytes, options, { page })
  } catch {
    return null
  }
  return reading.pages.find(({ number }) => number === page) ?? null
}

/** The same on a page that is already read. */
export function locateOnPage(page: PdfPage, text: string): LocatedQuote {
  const size = { page: page.number, pageWidth: page.width, pageHeight: page.height }
  const quote = findableLetters(text)
  // Two columns are mixed in the order of the lines; within the box of a paragraph they are not.
  for (const pieces of [piecesByBlock(page), page.pieces, piecesByHalf(page)]) {
    const found = find(pieces.map(placed), quote)
    if (found !== null) return { ...size, precision: 'words', rectangles: mergeLines(found) }
  }
  const blocks = page.blocks.flatMap(({ text: content, box }) => (box === undefined ? [] : [{ text: content, box }]))
  const around = find(blocks, quote)
  if (around !== null) return { ...size, precision: 'block', rectangles: around }
  return { ...size, precision: 'page', rectangles: [{ x: 0, y: 0, width: page.width, height: page.height }] }
}

/**
 * The letters of a quote. What was redacted does not stand in the original: then the longest stretch without it, where
 * that is long enough to tell the place.
 */
function findableLetters(text: string): string {
  const parts = unmaskedParts(text).map(lettersOf)
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best))
  return parts.length === 1 || longest.length >= ANCHOR_LETTERS ? longest : ''
}

function placed({ text, x, y, width, height }: TextPiece): Placed {
  return { text, box: { x, y, width, height } }
}

/** The pieces of the page, paragraph by paragraph. */
function piecesByBlock({ blocks, pieces }: PdfPage): readonly TextPiece[] {
  const boxes = blocks.flatMap(({ box }) => (box === undefined ? [] : [box]))
  const smallest = boxes.toSorted((a, b) => a.width * a.height - b.width * b.height)
  // A paragraph that goes on in the next column has a box across both, with other paragraphs in it.
  const inside = Map.groupBy(pieces, (piece) => smallest.find((box) => holdsMiddle(box, piece)))
  return boxes.flatMap((box) => inside.get(box) ?? [])
}

/** The pieces of the left half of the page, then those of the right: for paragraphs that go on in the next column. */
function piecesByHalf({ pieces, width }: PdfPage): readonly TextPiece[] {
  const isLeft = (piece: TextPiece) => piece.x + piece.width / 2 < width / 2
  return [...pieces.filter(isLeft), ...pieces.filter((piece) => !isLeft(piece))]
}

/** Boxes of the texts that a quote touches, or null when it does not occur. Only letters and digits count. */
function find(texts: readonly Placed[], quote: string): Box[] | null {
  if (quote === '') return null
  const letters = texts.map(({ text }) => lettersOf(text))
  const stretch = stretchOf(letters.join(''), quote)
  if (stretch === null) return null
  const touched: Box[] = []
  let at = 0
  letters.forEach((own, index) => {
    const text = texts[index]
    const end = at + own.length
    if (text !== undefined && own !== '' && at < stretch.end && end > stretch.start) {
      const from = Math.max(0, stretch.start - at) / own.length
      const to = Math.min(1, (stretch.end - at) / own.length)
      touched.push(partOf(text, from, to))
    }
    at = end
  })
  return touched
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}]/u

/** The part of a line that a quote covers, as if all its letters were of one width. */
function partOf({ text, box }: Placed, from: number, to: number): Box {
  const before = RIGHT_TO_LEFT.test(text) ? 1 - to : from
  return { ...box, x: box.x + box.width * before, width: box.width * (to - from) }
}

interface Stretch {
  readonly start: number
  readonly end: number
}

function stretchOf(letters: string, quote: string): Stretch | null {
  const exact = letters.indexOf(quote)
  if (exact >= 0) return { start: exact, end: exact + quote.length }
  if (quote.length < 2 * ANCHOR_LETTERS) return null
  const start = letters.indexOf(quote.slice(0, ANCHOR_LETTERS))
  if (start < 0) return null
  const last = quote.slice(-ANCHOR_LETTERS)
  const end = letters.indexOf(last, start + ANCHOR_LETTERS) + last.length
  return end > start + last.length && end - start <= quote.length * LONGEST_STRETCH ? { start, end } : null
}
