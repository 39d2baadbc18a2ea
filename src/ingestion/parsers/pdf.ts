import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft } from './assemble-document.ts'
import { OcrNeeded, ParseFailure } from './parse-failure.ts'
import { joinBrokenParagraphs } from './pdf-blocks.ts'
import { looksBlank } from './pdf-first-reader.ts'
import { pdfHeaderAt } from './pdf-header.ts'
import { type PdfReading, type PdfReadingOptions, readPdf } from './pdf-read.ts'
import { withoutRunningLines } from './pdf-running-lines.ts'
import { withTypography } from './pdf-typography.ts'

/** Dynamic XFA forms hold their content where only Adobe's reader finds it; the page itself says so. */
const XFA_PLACEHOLDER = /please wait[\s\S]{0,200}(?:proper contents of the document|PDF viewer)/i
const XFA_MAXIMUM_PAGES = 2

/** Read a PDF page by page. Pages without text keep their number; scans end in `OcrNeeded`, blank files in `empty`. */
export async function parsePdf(
  bytes: Uint8Array,
  options: PdfReadingOptions = { recognition: null },
): Promise<ParsedDocument> {
  const reading = await readPdf(bytes, options)
  const drafts = withoutRunningLines(await withTypography(bytes, reading.pages))
  if (drafts.length === 0) throw await failureWithoutText(bytes, reading, options)
  refusePlaceholder(reading, drafts)
  const withText = new Set(drafts.map((draft) => draft.page))
  const numbers = Array.from({ length: reading.totalPages }, (_, index) => index + 1)
  return assembleDocument(joinBrokenParagraphs(drafts), {
    title: reading.title,
    pages: reading.totalPages,
    pagesWithoutText: numbers.filter((number) => !withText.has(number)),
    warnings: warningsOf(reading),
  })
}

function warningsOf({ recognised, leftOut }: PdfReading): string[] {
  const warnings: string[] = []
  if (recognised.size > 0) {
    const mean = Array.from(recognised.values()).reduce((sum, value) => sum + value, 0) / recognised.size
    const confidence = mean.toFixed(2).replace(/^0/, '')
    warnings.push(`${pagesWere(recognised.size)} recognised by OCR, mean confidence ${confidence}.`)
  }
  if (leftOut.length > 0) {
    const [first] = leftOut
    warnings.push(`${pagesWere(leftOut.length)} left out, from page ${first} on: recognising the text took too long.`)
  }
  return warnings
}

function pagesWere(count: number): string {
  return count === 1 ? '1 page was' : `${count} pages were`
}

async function failureWithoutText(
  bytes: Uint8Array,
  { totalPages, pages }: PdfReading,
  { recognition }: PdfReadingOptions,
): Promise<ParseFailure | OcrNeeded> {
  if (await isBlank(bytes, pages)) return new ParseFailure('empty', 'The PDF holds neither text nor images.')
  if (recognition !== null) return new OcrNeeded(totalPages, NOTHING_RECOGNISED)
  return new OcrNeeded(
    totalPages,
    'The pages are images without text, or their fonts cannot be read; run text recognition (OCR) on the PDF and add the result.',
  )
}

const NOTHING_RECOGNISED =
  'The pages are images in which no text was recognised; if they hold text, add its language to FOOTNOTE_OCR_LANGUAGES or add a better scan.'

async function isBlank(bytes: Uint8Array, pages: PdfReading['pages']): Promise<boolean> {
  if (pages.some((page) => page.pieces.some(({ text }) => text.trim() !== ''))) return false
  try {
    return await looksBlank(bytes.subarray(pdfHeaderAt(bytes)))
  } catch {
    // Only the second reader opens the file, and it found nothing.
    return true
  }
}

function refusePlaceholder({ totalPages }: PdfReading, drafts: readonly BlockDraft[]): void {
  if (totalPages > XFA_MAXIMUM_PAGES) return
  if (!XFA_PLACEHOLDER.test(drafts.map((draft) => draft.text).join(' '))) return
  throw new ParseFailure(
    'unsupported',
    'The PDF is a dynamic form (XFA) that only Adobe Reader shows; print it to a new PDF there and add that.',
  )
}
