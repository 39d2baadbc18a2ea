import {
  type LayoutBlock,
  LiteParse,
  type LiteParseConfig,
  type ParsedPage,
  type ParseResult,
} from '@llamaindex/liteparse'
import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft } from './assemble-document.ts'
import { OcrNeeded, ParseFailure } from './parse-failure.ts'
import { draftOf, joinBrokenParagraphs } from './pdf-blocks.ts'
import { pdfHeaderAt } from './pdf-header.ts'

/** The library stops at 1,000 pages without a word; the deadline of the parsing process is our limit. */
const MAXIMUM_PAGES = 100_000

const READING: Partial<LiteParseConfig> = {
  ocrEnabled: false,
  outputFormat: 'json',
  imageMode: 'off',
  maxPages: MAXIMUM_PAGES,
  numWorkers: 1,
  quiet: true,
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

/** Dynamic XFA forms hold their content where only Adobe's reader finds it; the page itself says so. */
const XFA_PLACEHOLDER = /please wait[\s\S]{0,200}(?:proper contents of the document|PDF viewer)/i
const XFA_MAXIMUM_PAGES = 2

const DAMAGED = 'The PDF is damaged; open it in a PDF reader, print it to a new PDF and add that.'

/** Read a PDF page by page. Pages without text keep their number; scans end in `OcrNeeded`, blank files in `empty`. */
export async function parsePdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const header = pdfHeaderAt(bytes)
  // Anything else would make the library start LibreOffice or ImageMagick on it.
  if (header < 0) throw new ParseFailure('corrupt', DAMAGED)
  const result = await readPages(bytes.subarray(header))
  if (result.totalPages === 0 || result.pages.length === 0) throw new ParseFailure('corrupt', DAMAGED)
  const drafts: BlockDraft[] = []
  const withoutText = new Set(result.pageErrors.map((error) => error.pageNum))
  for (const page of result.pages) {
    const blocks = pageBlocks(page)
    if (blocks.length === 0) withoutText.add(page.pageNum)
    drafts.push(...blocks)
  }
  if (drafts.length === 0) throw await failureWithoutText(bytes.subarray(header), result)
  refusePlaceholder(result, drafts)
  return assembleDocument(joinBrokenParagraphs(drafts), {
    title: titleOf(result),
    pages: result.totalPages,
    pagesWithoutText: [...withoutText].sort((a, b) => a - b),
  })
}

async function readPages(bytes: Uint8Array): Promise<ParseResult> {
  const reader = new LiteParse({
    ...READING,
    extractBlocks: true,
    extractLinks: false,
    extractDocumentMetadata: true,
    includeComplexity: true,
    continueOnPageError: true,
  })
  try {
    return await reader.parse(bytes)
  } catch (cause) {
    if (cause instanceof Error && /password/i.test(cause.message)) {
      throw new ParseFailure('encrypted', 'The PDF is protected by a password; save a copy without it and add that.')
    }
    throw new ParseFailure('corrupt', DAMAGED, { cause })
  }
}

function pageBlocks(page: ParsedPage): BlockDraft[] {
  const blocks: readonly LayoutBlock[] = page.blocks ?? []
  const drafts = blocks.flatMap((block) => draftOf(block, page.pageNum))
  if (drafts.length === 0 && page.text.trim() !== '') {
    drafts.push({ kind: 'paragraph', page: page.pageNum, text: page.text })
  }
  return isGarbled(drafts, page.complexity?.isGarbled === true) ? [] : drafts
}

/** Fonts without a map to Unicode: what comes out are other characters than a reader sees. */
function isGarbled(drafts: readonly BlockDraft[], suspected: boolean): boolean {
  const text = drafts
    .map((draft) => draft.text)
    .join('')
    .replace(/\s/g, '')
  const strange = text.match(NOT_TEXT)?.length ?? 0
  return strange > text.length * (suspected ? GARBLED_SHARE_IF_SUSPECTED : GARBLED_SHARE)
}

async function failureWithoutText(bytes: Uint8Array, result: ParseResult): Promise<ParseFailure | OcrNeeded> {
  if (await isBlank(bytes, result)) return new ParseFailure('empty', 'The PDF holds neither text nor images.')
  return new OcrNeeded(
    result.totalPages,
    'The pages are images without text, or their fonts cannot be read; run text recognition (OCR) on the PDF and add the result.',
  )
}

async function isBlank(bytes: Uint8Array, result: ParseResult): Promise<boolean> {
  if (result.pages.some((page) => page.text.trim() !== '')) return false
  const reader = new LiteParse({ ...READING, extractScreenshots: true, dpi: LOOK_DPI, targetPages: PAGES_LOOKED_AT })
  const { screenshots } = await reader.parse(bytes)
  return screenshots.every((screenshot) => screenshot.isSolidFill)
}

function refusePlaceholder(result: ParseResult, drafts: readonly BlockDraft[]): void {
  if (result.totalPages > XFA_MAXIMUM_PAGES) return
  if (!XFA_PLACEHOLDER.test(drafts.map((draft) => draft.text).join(' '))) return
  throw new ParseFailure(
    'unsupported',
    'The PDF is a dynamic form (XFA) that only Adobe Reader shows; print it to a new PDF there and add that.',
  )
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
