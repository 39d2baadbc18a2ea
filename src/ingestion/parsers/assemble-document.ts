import type { Block, BlockKind, Box, ParsedDocument } from '../parsed-document.ts'
import { cleanBlock, cleanCode, cleanLine } from './clean-text.ts'

/** A block before its place in the canonical text is known. */
export interface BlockDraft {
  readonly kind: BlockKind
  /** Heading level, 1 to 6; only on headings. */
  readonly level?: number
  readonly startsPart?: true
  /** 1-based page; left out for formats without pages. */
  readonly page?: number
  readonly box?: Box
  readonly text: string
}

export interface DocumentFrame {
  readonly title?: string | null | undefined
  readonly pages?: number | null
  readonly pagesWithoutText?: readonly number[]
  readonly warnings?: readonly string[]
  /** What the file itself says about its language, if it does. */
  readonly language?: string | null
}

/** What stands between two blocks of the canonical text. */
const BLOCK_SEPARATOR = '\n\n'

/** A table block: one line per row, cells joined by a bar. Empty rows and trailing empty cells are left out. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const lines: string[] = []
  for (const row of rows) {
    const cells = row.map(cleanLine)
    while (cells.length > 0 && cells.at(-1) === '') cells.pop()
    if (cells.length > 0) lines.push(cells.join(' | '))
  }
  return lines.join('\n')
}

/** Join block drafts into the canonical text, cleaned, empty ones dropped, with exact offsets. */
export function assembleDocument(drafts: Iterable<BlockDraft>, frame: DocumentFrame = {}): ParsedDocument {
  const blocks: Block[] = []
  const texts: string[] = []
  let position = 0
  for (const draft of drafts) {
    const text = cleanDraft(draft)
    if (text === '') continue
    const { kind, page = null, box, startsPart } = draft
    const end = position + text.length
    const level = kind === 'heading' ? { level: Math.min(6, Math.max(1, draft.level ?? 1)) } : {}
    const part = startsPart === true ? { startsPart } : {}
    blocks.push({ kind, ...level, ...part, page, ...(box === undefined ? {} : { box }), start: position, end })
    texts.push(text)
    position = end + BLOCK_SEPARATOR.length
  }
  return {
    title: meaningfulTitle(frame.title),
    text: texts.join(BLOCK_SEPARATOR),
    blocks,
    pages: frame.pages ?? null,
    pagesWithoutText: frame.pagesWithoutText ?? [],
    warnings: frame.warnings ?? [],
    language: frame.language ?? null,
  }
}

function cleanDraft(draft: BlockDraft): string {
  if (draft.kind === 'heading') return cleanLine(draft.text)
  return draft.kind === 'code' ? cleanCode(draft.text) : cleanBlock(draft.text)
}

/** Titles that programs write by themselves say nothing about the document; the file name is better. */
const TITLE_BY_PROGRAM =
  /^(?:untitled.*|(?:microsoft )?(?:power ?point|word|excel)\b.*|pr[äée]sentation\w*|presentation\d*|(?:document|slide|book|sheet|scan)\s?\d*|.*\.(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|dvi|html?))$/i
const MAXIMUM_TITLE_LENGTH = 300

/** The title a file gives itself, or null when it says nothing. */
export function meaningfulTitle(title: string | null | undefined): string | null {
  const line = cleanLine(title ?? '')
  if (line === '' || TITLE_BY_PROGRAM.test(line)) return null
  return line.slice(0, MAXIMUM_TITLE_LENGTH).toWellFormed()
}
