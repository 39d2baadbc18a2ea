import { type OfficeAttachment, type OfficeContentNode, OfficeParser, type OfficeParserAST } from 'officeparser'
import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft, tableText } from './assemble-document.ts'
import { chartBlocks, deepRemarks, remarkBlocks } from './office-blocks.ts'
import { inlineText, isBlock, isFormula, tableRows } from './office-text.ts'
import { ParseFailure } from './parse-failure.ts'
import { withShownNumbers, workbookFormats } from './workbook-formats.ts'
import { inWorkbookOrder } from './workbook-order.ts'

export const OFFICE_FORMATS = ['docx', 'pptx', 'xlsx', 'odt', 'odp', 'ods', 'rtf', 'epub'] as const
export type OfficeFormat = (typeof OFFICE_FORMATS)[number]

/** A document of 50 MB of XML is already several thousand pages; a bomb stops here instead of at the memory cap. */
const MAXIMUM_UNPACKED_BYTES = 256 * 1024 * 1024

/** Read a word, presentation or spreadsheet file, an RTF or an e-book. Slides and sheets count as pages. */
export async function parseOffice(bytes: Uint8Array, format: OfficeFormat): Promise<ParsedDocument> {
  const tree = await readTree(bytes, format)
  const pages = tree.content.filter((node) => node.type === 'slide' || node.type === 'sheet')
  if (pages.length === 0) {
    const drafts = [...blocksOf(tree.content, tree.attachments), ...marginBlocks(tree)]
    return assembleDocument(drafts, { title: titleOf(tree, drafts) })
  }
  const ordered = format === 'xlsx' ? inWorkbookOrder(pages, bytes) : pages
  const formats = format === 'xlsx' ? workbookFormats(bytes) : new Map()
  const drafts = ordered.map((page, index) => pageBlocks(withShownNumbers(page, formats), index + 1, tree.attachments))
  return assembleDocument(drafts.flat(), {
    title: tree.metadata.title,
    pages: ordered.length,
    pagesWithoutText: drafts.flatMap((blocks, index) => (hasText(blocks) ? [] : [index + 1])),
  })
}

function hasText(blocks: readonly BlockDraft[]): boolean {
  return blocks.some((block) => block.text.trim() !== '')
}

async function readTree(bytes: Uint8Array, format: OfficeFormat): Promise<OfficeParserAST> {
  // Chart figures come only together with the images; images are worth their memory only when there are charts.
  const hasCharts = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('charts/chart')
  try {
    return await OfficeParser.parseOffice(Buffer.from(bytes), {
      fileType: format,
      ignoreSlideMasters: true,
      extractAttachments: hasCharts,
      decompressionLimits: { maxUncompressedBytes: MAXIMUM_UNPACKED_BYTES },
    })
  } catch (cause) {
    throw failureOf(cause)
  }
}

function failureOf(cause: unknown): ParseFailure {
  const { officeIssue } = cause as { officeIssue?: { code?: string } }
  const code = officeIssue?.code ?? ''
  if (code.startsWith('PASSWORD') || code === 'DOCUMENT_DECRYPTION_FAILED') {
    return new ParseFailure('encrypted', 'The file is protected by a password; save a copy without it and add that.')
  }
  if (code.endsWith('_LIMIT_EXCEEDED') || code === 'MAX_NESTING_DEPTH_EXCEEDED') {
    return new ParseFailure('too-large', 'The file unpacks to more than can be read; split it into smaller files.')
  }
  return new ParseFailure('corrupt', 'The file is damaged; open it in its program, save it again and add that.', {
    cause,
  })
}

function pageBlocks(page: OfficeContentNode, number: number, charts: readonly OfficeAttachment[]): BlockDraft[] {
  const drafts = blocksOf(page.children ?? [], charts)
  if (page.type === 'sheet' && drafts.length > 0) {
    drafts.unshift({ kind: 'heading', level: 1, text: page.metadata?.sheetName ?? `Sheet ${number}` })
  }
  drafts.push(...remarkBlocks(page))
  return drafts.map((draft) => onPage(draft, number))
}

function onPage(draft: BlockDraft, page: number): BlockDraft {
  return { ...draft, page }
}

function blocksOf(nodes: readonly OfficeContentNode[], charts: readonly OfficeAttachment[]): BlockDraft[] {
  const drafts: BlockDraft[] = []
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at]
    if (node === undefined) continue
    if (node.type === 'row') {
      const rows = rowsFrom(nodes, at)
      drafts.push({ kind: 'table', text: tableText(tableRows(rows)) }, ...rows.flatMap(remarkBlocks))
      at += rows.length - 1
    } else {
      drafts.push(...blockOf(node, charts), ...remarkBlocks(node))
    }
  }
  return drafts
}

/** Rows of one table of a sheet: a gap of empty rows starts another table with a header of its own. */
function rowsFrom(nodes: readonly OfficeContentNode[], start: number): OfficeContentNode[] {
  const rows: OfficeContentNode[] = []
  let previous: number | undefined
  for (const node of nodes.slice(start)) {
    const first = node.children?.[0]
    const row = first?.type === 'cell' ? first.metadata?.row : undefined
    if (node.type !== 'row' || (previous !== undefined && row !== undefined && row > previous + 1)) break
    rows.push(node)
    previous = row ?? previous
  }
  return rows
}

function blockOf(node: OfficeContentNode, charts: readonly OfficeAttachment[]): BlockDraft[] {
  if (node.type === 'image' || node.type === 'break') return []
  if (node.type === 'heading') return [{ kind: 'heading', level: node.metadata?.level ?? 1, text: inlineText(node) }]
  if (node.type === 'list') {
    const level = numberedHeadingLevel(node.metadata?.style)
    const text = inlineText(node)
    return [level === undefined ? { kind: 'list_item', text } : { kind: 'heading', level, text }]
  }
  if (node.type === 'table') return tableBlocks(node, charts)
  if (node.type === 'code' && !isFormula(node)) return [{ kind: 'code', text: inlineText(node) }]
  if (node.type === 'chart') return chartBlocks(node.metadata?.attachmentName, charts)
  const children = node.children ?? []
  return children.some(isBlock) ? blocksOf(children, charts) : [{ kind: 'paragraph', text: inlineText(node) }]
}

/** A table that holds a table or a list of headings arranges a page: its cells are read as running text. */
function tableBlocks(table: OfficeContentNode, charts: readonly OfficeAttachment[]): BlockDraft[] {
  const rows = (table.children ?? []).filter((node) => node.type === 'row')
  const cells = rows.flatMap((row) => row.children ?? [])
  const nested = cells.some((cell) =>
    cell.children?.some((child) => child.type === 'table' || child.type === 'heading'),
  )
  if (nested) return cells.flatMap((cell) => blocksOf(cell.children ?? [], charts))
  return [{ kind: 'table', text: tableText(tableRows(rows)) }, ...cells.flatMap(deepRemarks)]
}

/** A numbered Word heading arrives as a list item whose style says what it is. */
function numberedHeadingLevel(style: string | undefined): number | undefined {
  const level = /^heading\s?([1-6])$/i.exec(style ?? '')?.[1]
  return level === undefined ? undefined : Number(level)
}

/** Running headers and footers once each, at the end: they name the document, but stand on every page. */
function marginBlocks(tree: OfficeParserAST): BlockDraft[] {
  const nodes = [...(tree.auxiliary?.headers ?? []), ...(tree.auxiliary?.footers ?? [])]
  const drafts = blocksOf(nodes, []).map(
    (draft): BlockDraft => ({ kind: draft.kind === 'table' ? 'table' : 'paragraph', text: draft.text }),
  )
  const seen = new Set<string>()
  return drafts.filter((draft) => /\p{L}/u.test(draft.text) && !seen.has(draft.text) && seen.add(draft.text))
}

function titleOf(tree: OfficeParserAST, drafts: readonly BlockDraft[]): string | undefined {
  const [first] = tree.content
  const styled = first?.type === 'heading' && first.metadata?.style === 'Title' ? drafts[0]?.text : undefined
  return tree.metadata.title ?? styled
}
