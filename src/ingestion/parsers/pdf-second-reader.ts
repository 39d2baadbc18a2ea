import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { ParseFailure } from './parse-failure.ts'
import { DAMAGED, LOCKED } from './pdf-first-reader.ts'
import { joinedLetters } from './pdf-joined-letters.ts'
import { blocksOfPieces } from './pdf-lines.ts'
import type { PdfPage, TextPiece } from './pdf-page.ts'

const PACKAGE = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))

export interface SecondReading {
  readonly totalPages: number
  readonly title: string | undefined
  readonly pages: readonly PdfPage[]
}

/**
 * Read the pages of a PDF, or only the given ones, with pdf.js: three times slower, but right with right-to-left text,
 * true to the order of the file, and content with files that PDFium refuses.
 */
export function readSecond(bytes: Uint8Array, pages?: readonly number[]): Promise<SecondReading> {
  return failingWithItsPromises(async () => {
    // Loaded when needed: it takes a quarter of a second.
    const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs')
    const task = getDocument({
      // A copy: the library takes the bytes away from their owner.
      data: Uint8Array.from(bytes),
      disableFontFace: true,
      useSystemFonts: false,
      useWasm: false,
      enableXfa: false,
      standardFontDataUrl: join(PACKAGE, 'standard_fonts/'),
      cMapUrl: join(PACKAGE, 'cmaps/'),
      verbosity: VerbosityLevel.ERRORS,
    })
    try {
      return await readDocument(await task.promise, bytes, pages)
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'PasswordException') throw new ParseFailure('encrypted', LOCKED)
      throw new ParseFailure('corrupt', DAMAGED, { cause })
    } finally {
      await task.destroy()
    }
  })
}

/**
 * pdf.js rejects promises that nobody holds while it goes on working, or stops for ever. Its rejection ends this reading
 * only: see parse-child.ts, which leaves the rejection to whoever else listens.
 */
async function failingWithItsPromises<Value>(read: () => Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onRejection = (cause: unknown) => reject(new ParseFailure('corrupt', DAMAGED, { cause }))
  process.on('unhandledRejection', onRejection)
  try {
    return await Promise.race([read(), promise])
  } finally {
    process.off('unhandledRejection', onRejection)
  }
}

async function readDocument(
  document: PDFDocumentProxy,
  bytes: Uint8Array,
  wanted?: readonly number[],
): Promise<SecondReading> {
  const inOrder = orderOfLetters(bytes)
  const numbers = wanted ?? Array.from({ length: document.numPages }, (_, index) => index + 1)
  const pages: PdfPage[] = []
  for (const number of numbers) {
    const page = await document.getPage(number)
    pages.push(await readPage(page, number, inOrder))
    page.cleanup()
  }
  const { metadata } = await document.getMetadata()
  const title: unknown = metadata?.get('dc:title')
  return { totalPages: document.numPages, title: typeof title === 'string' ? title : undefined, pages }
}

/** Reads the file for its joined letters when the first Arabic text comes. */
function orderOfLetters(bytes: Uint8Array): (text: string) => string {
  let joined: ((text: string) => string) | undefined
  return (text) => {
    if (!/\p{Script=Arabic}/u.test(text)) return text
    joined ??= joinedLetters(bytes)
    return inReadingOrder(joined(text))
  }
}

async function readPage(page: PDFPageProxy, number: number, inOrder: (text: string) => string): Promise<PdfPage> {
  const viewport = page.getViewport({ scale: 1 })
  const { items, styles } = await page.getTextContent()
  const pieces = items.flatMap((item): TextPiece[] => {
    if (!('str' in item) || item.str === '') return []
    const transform = multiply(viewport.transform, item.transform)
    return [{ text: inOrder(item.str), ...placeOf(transform, item.width, styles[item.fontName]?.ascent) }]
  })
  return { number, width: viewport.width, height: viewport.height, blocks: blocksOfPieces(pieces, number), pieces }
}

/**
 * The library turns around the two letters of an Arabic lam-alef that a font draws as one sign. After an alef, with a
 * hamza, it is sure that they were turned: no word has an alef before another.
 */
export function inReadingOrder(text: string): string {
  return text.replace(/\u0627([\u0622\u0623\u0625])\u0644/g, '\u0627\u0644$1')
}

type Matrix = readonly number[]

function multiply([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: Matrix, of: Matrix): Matrix {
  const [a2 = 1, b2 = 0, c2 = 0, d2 = 1, e2 = 0, f2 = 0] = of
  return [a * a2 + c * b2, b * a2 + d * b2, a * c2 + c * d2, b * c2 + d * d2, a * e2 + c * f2 + e, b * e2 + d * f2 + f]
}

const USUAL_ASCENT = 0.8

/** The upright box around a run that starts at its baseline and may stand at any angle. */
function placeOf([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: Matrix, width: number, ascent = USUAL_ASCENT) {
  const length = Math.hypot(a, b) || 1
  const along = [(a / length) * width, (b / length) * width] as const
  const above = ascent > 0 && ascent <= 1 ? ascent : USUAL_ASCENT
  const xs: number[] = []
  const ys: number[] = []
  for (const far of [0, 1]) {
    for (const up of [above, above - 1]) {
      xs.push(e + along[0] * far + c * up)
      ys.push(f + along[1] * far + d * up)
    }
  }
  const x = Math.min(...xs)
  const y = Math.min(...ys)
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}
