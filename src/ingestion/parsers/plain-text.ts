import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft } from './assemble-document.ts'
import { removeInvisible } from './clean-text.ts'
import { decodeText } from './decode-text.ts'

/** A line at least this long was broken by the margin, not by the author. */
const WRAPPED_LINE_LENGTH = 55

/** Margins stand at 60 to 100 characters; a few longer lines (tables, addresses) occur in wrapped text too. */
const LONGEST_WRAPPED_LINE = 120
const LONG_LINE_SHARE = 0.1

const MAXIMUM_HEADING_LENGTH = 80
const LIST_ITEM = /^(?:[-*•–]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+\S/i
const NAMED_HEADING = /^(?:chapter|section|part|article|appendix|annex|schedule)\s+[\dIVXLCA-Z]+\b/i
const NUMBERED_HEADING = /^(\d{1,3}(?:\.\d{1,3})*)\.?\s+\p{Lu}/u
const ENDS_LIKE_A_SENTENCE = /[.,;:!?]$/

/** Read a plain text file: paragraphs at blank lines, lines broken by a margin joined, headings by their look. */
export function parsePlainText(bytes: Uint8Array): ParsedDocument {
  return assembleDocument(plainTextBlocks(decodeText(bytes)))
}

/** Blocks of a plain text, also used for the body of a mail. */
export function plainTextBlocks(text: string): BlockDraft[] {
  const source = removeInvisible(text)
  const drafts: BlockDraft[] = []
  for (const paragraph of source.split(hasLongLines(source) ? '\n' : /\n[^\S\n]*\n/)) {
    const lines = paragraph.split('\n').filter((line) => line.trim() !== '')
    const [first] = lines
    if (first === undefined) continue
    const level = lines.length === 1 ? headingLevel(first.trim()) : undefined
    if (level !== undefined) drafts.push({ kind: 'heading', level, text: first })
    else drafts.push({ kind: LIST_ITEM.test(first.trim()) ? 'list_item' : 'paragraph', text: joinWrapped(lines) })
  }
  return drafts
}

/** Where lines run far beyond any margin, each line is a paragraph. */
function hasLongLines(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const long = lines.filter((line) => line.length > LONGEST_WRAPPED_LINE).length
  return long > lines.length * LONG_LINE_SHARE
}

function joinWrapped(lines: readonly string[]): string {
  let text = ''
  let previous = ''
  for (const line of lines) {
    const wrapped = previous.trim().length >= WRAPPED_LINE_LENGTH && !LIST_ITEM.test(line.trim())
    text += text === '' ? line : (wrapped ? ' ' : '\n') + line
    previous = line
  }
  return text
}

function headingLevel(line: string): number | undefined {
  if (line.length > MAXIMUM_HEADING_LENGTH || ENDS_LIKE_A_SENTENCE.test(line)) return undefined
  const number = NUMBERED_HEADING.exec(line)?.[1]
  if (number !== undefined) return number.split('.').length
  if (NAMED_HEADING.test(line)) return 1
  return /\p{Lu}{3}/u.test(line) && !/\p{Ll}/u.test(line) ? 1 : undefined
}
