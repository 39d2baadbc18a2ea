import { type Sentence, splitSentences } from '../../language/sentences.ts'

/** A sentence, a whole list item or a whole table row of a passage: `passage.slice(start, end)`. */
export interface Piece extends Sentence {
  readonly kind: 'sentence' | 'list-item' | 'table-row'
}

const LIST_ITEM = /^\s*(?:[-*+•·▪◦‣–—□➢]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+\S/
const TABLE_ROW = /\S\s*\|\s*\S|\S\t+\S/
/** Longer lines that begin like a list item are numbered paragraphs, of which single sentences are quoted. */
const LONGEST_WHOLE_ITEM = 400
/** Headings and unmarked list items are short; a longer line without a full stop is running text. */
const MOST_WORDS_IN_SHORT_LINE = 12
const ENDS_LIKE_A_SENTENCE = /[.!?…;,:]["'”’)\]]*$/
const ANNOUNCES_MORE = /[:?]["'”’)\]]*$/

/** Split a passage into what can be quoted. */
export function splitPassage(text: string): Piece[] {
  const pieces: Piece[] = []
  for (const sentence of splitSentences(text)) {
    const previous = pieces.at(-1)
    const sameLine = previous !== undefined && !text.slice(previous.end, sentence.start).includes('\n')
    if (sameLine && previous.kind !== 'sentence' && sentence.end - previous.start <= LONGEST_WHOLE_ITEM) {
      pieces[pieces.length - 1] = cut(text, previous.start, sentence.end, previous.kind)
    } else {
      pieces.push({ ...sentence, kind: sameLine && previous.kind === 'sentence' ? 'sentence' : kindOf(sentence.text) })
    }
  }
  return pieces
}

/** True when a piece says nothing without what follows it: it ends in a colon, or asks. */
export function announces(piece: Piece): boolean {
  return ANNOUNCES_MORE.test(piece.text)
}

/** True for a heading above running text: its words point at the sentence below, but are no part of an answer. */
export function isHeadingAbove(pieces: readonly Piece[], index: number): boolean {
  const [piece, next] = [pieces[index], pieces[index + 1]]
  if (piece === undefined || announces(piece)) return false
  return isShortLine(piece) && next?.kind === 'sentence' && ENDS_LIKE_A_SENTENCE.test(next.text)
}

/** The piece that announces the list in which a piece stands, at most `maximum` items above it, or null. */
export function announcerOf(pieces: readonly Piece[], index: number, maximum: number): number | null {
  for (let at = index; at >= 0 && index - at <= maximum; at -= 1) {
    const piece = pieces[at]
    if (piece === undefined) return null
    if (at < index && announces(piece)) return at
    if (!isListed(piece)) return null
  }
  return null
}

/** Where a list ends that the piece at `index` announces: the last of up to `maximum` items, or the next piece alone. */
export function lastAnnounced(pieces: readonly Piece[], index: number, maximum: number): number {
  let last = index
  while (last - index < maximum && isListed(pieces[last + 1])) last += 1
  return last > index ? last : Math.min(index + 1, pieces.length - 1)
}

/** The first row of the table that a row belongs to, or null when the row is it. */
export function headerRowOf(pieces: readonly Piece[], index: number): number | null {
  let first = index
  while (pieces[first - 1]?.kind === 'table-row') first -= 1
  return first === index ? null : first
}

function cut(text: string, start: number, end: number, kind: Piece['kind']): Piece {
  return { text: text.slice(start, end), start, end, kind }
}

function kindOf(line: string): Piece['kind'] {
  if (TABLE_ROW.test(line)) return 'table-row'
  return LIST_ITEM.test(line) ? 'list-item' : 'sentence'
}

/** Most formats keep list items as short lines without a mark of their own. */
function isListed(piece: Piece | undefined): boolean {
  return piece !== undefined && (piece.kind === 'list-item' || isShortLine(piece))
}

function isShortLine({ kind, text }: Piece): boolean {
  return kind === 'sentence' && !ENDS_LIKE_A_SENTENCE.test(text) && text.split(/\s+/).length <= MOST_WORDS_IN_SHORT_LINE
}
