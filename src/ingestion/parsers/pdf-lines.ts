import type { BlockDraft } from './assemble-document.ts'
import { boxAround } from './pdf-boxes.ts'
import type { TextPiece } from './pdf-page.ts'

interface Line extends TextPiece {
  /** Height of the type. */
  readonly size: number
}

/** A gap of this share of the type's height is a space that the file does not spell out. */
const SPACE = 0.15
/** A gap this wide on one line is the gutter between two columns. */
const GUTTER = 3
/** Lines further apart than this share of their height belong to two paragraphs. */
const PARAGRAPH_GAP = 1.3
/** Type this much larger or smaller starts a new block. */
const OTHER_TYPE = 1.25
const HEADING_TYPE = 1.2
const TITLE_TYPE = 1.6
const LONGEST_HEADING = 200

/** Put runs of text together to paragraphs and headings, in the order in which they come. */
export function blocksOfPieces(pieces: readonly TextPiece[], page: number): BlockDraft[] {
  const lines = linesOf(pieces)
  const usual = usualSize(lines)
  return paragraphsOf(lines).map((group): BlockDraft => {
    const text = group.reduce((before, line) => joinLines(before, line.text), '')
    const box = boxAround(group)
    const size = group[0]?.size ?? usual
    const isHeading = size >= usual * HEADING_TYPE && text.length <= LONGEST_HEADING
    if (!isHeading) return { kind: 'paragraph', page, box, text }
    return { kind: 'heading', level: size >= usual * TITLE_TYPE ? 1 : 2, page, box, text }
  })
}

function linesOf(pieces: readonly TextPiece[]): Line[] {
  const lines: Line[] = []
  for (const piece of pieces) {
    const last = lines.at(-1)
    if (last !== undefined && isSameLine(last, piece)) {
      const space = gapBetween(last, piece) > SPACE * last.size && !/\s$/.test(last.text) ? ' ' : ''
      lines[lines.length - 1] = { ...last, ...boxAround([last, piece]), text: last.text + space + piece.text }
    } else if (piece.text.trim() !== '') lines.push({ ...piece, size: piece.height })
  }
  return lines
}

function isSameLine(line: Line, piece: TextPiece): boolean {
  const shared = Math.min(line.y + line.height, piece.y + piece.height) - Math.max(line.y, piece.y)
  return shared >= Math.min(line.height, piece.height) / 2 && gapBetween(line, piece) <= GUTTER * line.size
}

function gapBetween(a: TextPiece, b: TextPiece): number {
  return Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width)
}

function paragraphsOf(lines: readonly Line[]): Line[][] {
  const groups: Line[][] = []
  for (const line of lines) {
    const group = groups.at(-1)
    const before = group?.at(-1)
    if (group !== undefined && before !== undefined && goesOn(before, line)) group.push(line)
    else groups.push([line])
  }
  return groups
}

function goesOn(before: Line, line: Line): boolean {
  const gap = line.y - (before.y + before.height)
  const ratio = Math.max(before.size, line.size) / Math.max(0.1, Math.min(before.size, line.size))
  const besides = gapBetween(before, line) > 0
  return gap > -before.size && gap < PARAGRAPH_GAP * before.size && ratio < OTHER_TYPE && !besides
}

/** A line of a table of contents; the next one is another entry. */
const LEADS_TO_PAGE = /(?:\.\s?){4}\s*(?:\d{1,4}|[ivxlc]{1,7})\s*$/

function joinLines(before: string, after: string): string {
  if (before === '') return after
  if (LEADS_TO_PAGE.test(before)) return `${before}\n${after}`
  return /\p{Ll}-$/u.test(before) && /^\p{Ll}/u.test(after) ? before.slice(0, -1) + after : `${before} ${after}`
}

/** The height of type that most characters have. */
function usualSize(lines: readonly Line[]): number {
  const characters = new Map<number, number>()
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2
    characters.set(rounded, (characters.get(rounded) ?? 0) + text.length)
  }
  const [most] = Array.from(characters).sort((a, b) => b[1] - a[1])
  return most?.[0] ?? 0
}
