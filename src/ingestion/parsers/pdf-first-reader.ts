import {
  LiteParse,
  type LiteParseConfig,
  type PageComplexityStats,
  type ParsedPage,
  type ParseResult,
} from '@llamaindex/liteparse'
import { ParseFailure } from './parse-failure.ts'
import { draftOf } from './pdf-blocks.ts'
import { lettersOf, type PdfPage, type TextPiece } from './pdf-page.ts'

/** The library stops at 1,000 pages without a word; the deadline of the parsing process is our limit. */
const MAXIMUM_PAGES = 100_000

export const READING: Partial<LiteParseConfig> = {
  ocrEnabled: false,
  outputFormat: 'json',
  imageMode: 'off',
  maxPages: MAXIMUM_PAGES,
  numWorkers: 1,
  quiet: true,
  extractBlocks: true,
  extractLinks: false,
  // The library would also drop footnotes and last lines, which stand where footers do; see pdf-running-lines.ts.
  keepHeadersFooters: true,
  continueOnPageError: true,
}

/** Pages drawn, very small, to tell a scan from a blank file when no page has text. */
const PAGES_LOOKED_AT = '1-20'
const LOOK_DPI = 30

/**
 * Share of control and private-use characters on a page whose fonts have no map to Unicode. The library's own verdict
 * alone also falls on right-to-left pages that are fine.
 */
const GARBLED_SHARE = 0.3
const GARBLED_SHARE_IF_SUSPECTED = 0.05
const NOT_TEXT = /[\p{Cc}\p{Co}\p{Cn}\uFFFD]/gu
const HOLDS_NOT_TEXT = /(?![\n\t\r])[\p{Cc}\p{Co}\p{Cn}\uFFFD]/u

/** The library also wants pictures inside of text recognised; a page with more letters than this is read without. */
const FEW_LETTERS = 100

/** The library reverses the words of lines in these scripts. */
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}]/gu
const RIGHT_TO_LEFT_SHARE = 0.2

/** The library drops raised numerators: "1⁄4 inch" becomes "⁄4 inch". */
const LOST_NUMERATOR = /(?<![\p{L}\p{N})]|\p{N}\s)\u2044\s?\p{N}/u

/** What the file says when it is damaged beyond reading. */
export const DAMAGED = 'The PDF is damaged; open it in a PDF reader, print it to a new PDF and add that.'
export const LOCKED = 'The PDF is protected by a password; save a copy without it and add that.'

export interface FirstReadPage extends PdfPage {
  /** The page shows something that came out as no text, too little, or signs that are not text. */
  readonly unread: 'little' | 'garbled' | null
  /** The reader is known to get such pages wrong: right-to-left script, fractions, contents, columns taken for a table. */
  readonly doubtful: boolean
}

export interface FirstReading {
  readonly totalPages: number
  readonly title: string | undefined
  /** Pages that cannot be opened are missing. */
  readonly pages: readonly FirstReadPage[]
}

/** Read the pages of a PDF, or only the given ones, with PDFium. `words` gives pieces of single words where it can. */
export async function readFirst(
  bytes: Uint8Array,
  { pages, words = false }: { readonly pages?: string | undefined; readonly words?: boolean } = {},
): Promise<FirstReading> {
  const result = await parse(bytes, {
    ...(pages === undefined ? {} : { targetPages: pages }),
    emitWordBoxes: words,
    extractDocumentMetadata: true,
  })
  const seen = result.pages.map(seenPage)
  const verdicts = await judge(bytes, seen.filter(isSuspect))
  return {
    totalPages: result.totalPages,
    title: titleOf(result),
    pages: seen.map((page) => pageOf(page, verdicts.get(page.page.number))),
  }
}

/** Whether nothing is to be seen on the first pages. */
export async function looksBlank(bytes: Uint8Array): Promise<boolean> {
  const { screenshots } = await parse(bytes, { extractScreenshots: true, dpi: LOOK_DPI, targetPages: PAGES_LOOKED_AT })
  return screenshots.every((screenshot) => screenshot.isSolidFill)
}

async function parse(bytes: Uint8Array, options: Partial<LiteParseConfig>): Promise<ParseResult> {
  try {
    return await new LiteParse({ ...READING, ...options }).parse(bytes)
  } catch (cause) {
    if (cause instanceof Error && /password/i.test(cause.message)) throw new ParseFailure('encrypted', LOCKED)
    throw new ParseFailure('corrupt', DAMAGED, { cause })
  }
}

/** One page of the library in our words. */
export function plainPage(page: ParsedPage): PdfPage {
  const number = page.pageNum
  const blocks = (page.blocks ?? []).flatMap((block) => draftOf(block, number))
  if (blocks.length === 0 && page.text.trim() !== '') blocks.push({ kind: 'paragraph', page: number, text: page.text })
  return { number, width: page.width, height: page.height, blocks, pieces: page.textItems.flatMap(piecesOf) }
}

function piecesOf(item: ParsedPage['textItems'][number]): TextPiece[] {
  const { confidence, words = [] } = item
  const parts = words.length > 0 ? words : [item]
  return parts.map(({ text, x, y, width, height }) =>
    confidence === undefined ? { text, x, y, width, height } : { text, x, y, width, height, confidence },
  )
}

/** The verdict of the library costs a fifth of the reading, so it is asked for where it may change something. */
async function judge(bytes: Uint8Array, pages: readonly SeenPage[]): Promise<Map<number, PageComplexityStats>> {
  const verdicts = new Map<number, PageComplexityStats>()
  if (pages.length === 0) return verdicts
  const targetPages = pages.map(({ page }) => page.number).join(',')
  const result = await parse(bytes, { targetPages, extractBlocks: false, includeComplexity: true })
  for (const { pageNum, complexity } of result.pages) {
    if (complexity !== undefined) verdicts.set(pageNum, complexity)
  }
  return verdicts
}

interface SeenPage {
  readonly page: PdfPage
  readonly text: string
  readonly letters: string
  readonly sentencesInTables: boolean
}

function seenPage(parsed: ParsedPage): SeenPage {
  const page = plainPage(parsed)
  const text = page.blocks.map((block) => block.text).join('')
  return { page, text, letters: lettersOf(text), sentencesInTables: holdsSentencesInTables(parsed) }
}

function isSuspect({ text, letters, sentencesInTables }: SeenPage): boolean {
  return letters.length < FEW_LETTERS || isGarbled(text, true) || sentencesInTables
}

function pageOf(seen: SeenPage, verdict: PageComplexityStats | undefined): FirstReadPage {
  const { page, text, letters } = seen
  const garbled = isGarbled(text, verdict?.isGarbled === true)
  const little = letters.length < FEW_LETTERS && showsMore(verdict, letters)
  return {
    ...page,
    blocks: garbled ? [] : page.blocks,
    unread: garbled ? 'garbled' : little ? 'little' : null,
    doubtful: !garbled && isDoubtful(seen, verdict),
  }
}

function isDoubtful(seen: SeenPage, verdict: PageComplexityStats | undefined): boolean {
  const { page, text, letters } = seen
  if (isRightToLeft(letters) || LOST_NUMERATOR.test(text) || isCutAcrossColumns(seen, verdict)) return true
  return page.blocks.some((block) => block.kind !== 'table' && endsInPageNumbers(block.text))
}

/** The library drops the leaders of a table of contents and puts its page numbers together at the end. */
const LONE_NUMBERS = /(?:(?:^|\s)(?:\d{1,4}|[ivxlc]{1,7})){8,}$/

/** Page numbers of a table of contents never go back, which the years above the columns of a table do. */
export function endsInPageNumbers(text: string): boolean {
  const run = LONE_NUMBERS.exec(text)?.[0].match(/\d+/g)?.map(Number) ?? []
  return run.length > 2 && run.every((number, index) => number >= (run[index - 1] ?? 0))
}

/** A page with a line or two and nothing else says little, but all of it is read. */
function showsMore(verdict: PageComplexityStats | undefined, letters: string): boolean {
  if (verdict?.needsOcr !== true) return false
  return letters === '' || verdict.reasons.some((reason) => reason !== 'sparse-text')
}

/** Fonts without a map to Unicode: what comes out are other characters than a reader sees. */
function isGarbled(text: string, suspected: boolean): boolean {
  if (!HOLDS_NOT_TEXT.test(text)) return false
  const visible = text.replace(/\s/g, '')
  const strange = visible.match(NOT_TEXT)?.length ?? 0
  return strange > visible.length * (suspected ? GARBLED_SHARE_IF_SUSPECTED : GARBLED_SHARE)
}

function isRightToLeft(letters: string): boolean {
  return (letters.match(RIGHT_TO_LEFT)?.length ?? 0) > letters.length * RIGHT_TO_LEFT_SHARE
}

/**
 * Columns of running text that the library takes for tables without lines, of which it then finds several. Real tables
 * without lines look the same to it, but hold numbers and short entries instead of sentences.
 */
const TABLES_OF_CUT_COLUMNS = 3
const SENTENCE_IN_WORDS = 6
const LEAST_SENTENCES = 0.15
const MOST_NUMBERS = 0.2

function isCutAcrossColumns({ sentencesInTables }: SeenPage, verdict: PageComplexityStats | undefined): boolean {
  const layout = verdict?.layout
  if (layout === undefined || layout.ruledTableCount > 0) return false
  return layout.textTableRunCount >= TABLES_OF_CUT_COLUMNS && sentencesInTables
}

function holdsSentencesInTables({ blocks = [] }: ParsedPage): boolean {
  const cells = blocks
    .filter((block) => block.kind === 'table')
    .flatMap(({ header = [], rows = [] }) => [header, ...rows].flat())
    .map((cell) => cell.text.trim())
    .filter((text) => text !== '')
  const sentences = cells.filter((text) => text.split(/\s+/).length >= SENTENCE_IN_WORDS).length
  const numbers = cells.filter((text) => !/\p{L}/u.test(text)).length
  return sentences >= cells.length * LEAST_SENTENCES && numbers < cells.length * MOST_NUMBERS && cells.length > 0
}

const XMP_TITLE = /<dc:title>\s*<rdf:Alt>\s*<rdf:li[^>]*>([^<]{1,500})</

function titleOf(result: ParseResult): string | undefined {
  return XMP_TITLE.exec(result.docMeta?.xmp ?? '')?.[1]
    ?.replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
