import type { Recognition } from '../recognition.ts'
import { ParseFailure } from './parse-failure.ts'
import { DAMAGED, type FirstReadPage, readFirst } from './pdf-first-reader.ts'
import { pdfHeaderAt } from './pdf-header.ts'
import type { PdfPage } from './pdf-page.ts'
import { type PageToRecognise, recognisePages } from './pdf-recognition.ts'
import { readSecond } from './pdf-second-reader.ts'

export interface PdfReadingOptions {
  /** How to recognise text in images; null leaves pages without text unread. */
  readonly recognition: Recognition | null
  /** Called before text recognition starts, with the number of pages: it takes about a second for each. */
  readonly onRecognising?: (pages: number) => void
}

export interface PdfReading {
  readonly totalPages: number
  readonly title: string | undefined
  readonly pages: readonly PdfPage[]
  /** Mean confidence of each recognised page. */
  readonly recognised: ReadonlyMap<number, number>
  /** Pages that wait for text recognition because the time was used up. */
  readonly leftOut: readonly number[]
}

/**
 * Read a PDF, or one page of it: with the quick reader first, then pages on which that one is known to fail with the
 * second reader, then pages without text by text recognition.
 */
export async function readPdf(
  bytes: Uint8Array,
  { recognition, onRecognising }: PdfReadingOptions,
  only?: { readonly page: number },
): Promise<PdfReading> {
  const header = pdfHeaderAt(bytes)
  // Anything else would make the first reader start LibreOffice or ImageMagick on it.
  if (header < 0) throw new ParseFailure('corrupt', DAMAGED)
  const pdf = bytes.subarray(header)
  const first = await readWithEither(pdf, only?.page)
  const improved = await rereadDoubtful(pdf, first.pages)
  const wanted = recognition === null ? [] : pagesToRecognise(first.pages, recognition)
  if (recognition === null || wanted.length === 0) return readingOf(first, improved)
  onRecognising?.(wanted.length)
  const { pages, leftOut } = await recognisePages(pdf, wanted, recognition)
  const confidences = Array.from(pages, ([number, { confidence }]) => [number, confidence] as const)
  return {
    ...readingOf(first, improved),
    pages: improved.map((page) => pages.get(page.number)?.page ?? page),
    recognised: new Map(confidences),
    leftOut,
  }
}

interface EitherReading {
  readonly totalPages: number
  readonly title: string | undefined
  readonly pages: readonly FirstReadPage[]
}

function readingOf({ totalPages, title }: EitherReading, pages: readonly PdfPage[]): PdfReading {
  return { totalPages, title, pages, recognised: new Map(), leftOut: [] }
}

/** The second reader opens files that the first refuses or finds no page in. */
async function readWithEither(bytes: Uint8Array, page: number | undefined): Promise<EitherReading> {
  const words = page !== undefined
  let refusal: unknown = new ParseFailure('corrupt', DAMAGED)
  try {
    const first = await readFirst(bytes, { pages: page?.toString(), words })
    if (first.totalPages > 0 && first.pages.length > 0) return first
  } catch (cause) {
    if (cause instanceof ParseFailure && cause.reason === 'encrypted') throw cause
    refusal = cause
  }
  try {
    const second = await readSecond(bytes, page === undefined ? undefined : [page])
    if (second.pages.length > 0) return { ...second, pages: second.pages.map(asRead) }
  } catch (cause) {
    if (cause instanceof ParseFailure && cause.reason === 'encrypted') throw cause
  }
  throw refusal
}

function asRead(page: PdfPage): FirstReadPage {
  return { ...page, unread: page.blocks.length === 0 ? 'little' : null, doubtful: false }
}

async function rereadDoubtful(bytes: Uint8Array, pages: readonly FirstReadPage[]): Promise<readonly PdfPage[]> {
  const doubtful = pages.filter((page) => page.doubtful).map(({ number }) => number)
  if (doubtful.length === 0) return pages
  try {
    const { pages: reread } = await readSecond(bytes, doubtful)
    const better = new Map(reread.filter(({ blocks }) => blocks.length > 0).map((page) => [page.number, page]))
    return pages.map((page) => better.get(page.number) ?? page)
  } catch {
    // Doubtful text is better than none.
    return pages
  }
}

function pagesToRecognise(pages: readonly FirstReadPage[], { mode }: Recognition): PageToRecognise[] {
  return pages.flatMap((page) => {
    if (mode === 'auto' && page.unread === null) return []
    return [{ page, asPicture: page.unread !== 'little' }]
  })
}
