import { type Sentence, splitSentences } from '../../language/sentences.ts'

/** A sentence, a whole list item or a whole table row of a passage: `passage.slice(start, end)`. */
export interface Piece extends Sentence {
  readonly kind: 'sentence' | 'list-item' | 'table-row'
  /** False for what goes on in the line of the piece before. */
  readonly startsLine: boolean
}

const LIST_ITEM = /^\s*(?:[-*+•·▪◦‣–—□➢]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+\S/
const TABLE_ROW = /\S\s*\|\s*\S|^\s*\|.*\||\S\t+\S/
/** Longer lines that begin like a list item are numbered paragraphs, of which single sentences are quoted. */
const LONGEST_WHOLE_ITEM = 400
/** Headings and unmarked list items are short; a longer line without a full stop is running text. */
const MOST_WORDS_IN_SHORT_LINE = 12
/** Where words are not divided by spaces, the length tells. */
const LONGEST_SHORT_LINE = 100
/** The marks of other scripts too: without them every Chinese or Hindi sentence would pass for a heading. */
export const ENDS_LIKE_A_SENTENCE = /[.!?…;,:。！？；：，、।॥؟؛،]["'”’»」』）)\]]*$/u
const ANNOUNCES_MORE = /[:?：？؟]["'”’»」』）)\]]*$/u

/** Split a passage into what can be quoted. */
export function splitPassage(text: string): Piece[] {
  const pieces: Piece[] = []
  for (const sentence of splitSentences(text)) {
    const previous = pieces.at(-1)
    const sameLine = previous !== undefined && !text.slice(previous.end, sentence.start).includes('\n')
    if (sameLine && previous.kind !== 'sentence' && sentence.end - previous.start <= LONGEST_WHOLE_ITEM) {
      const { start, kind, startsLine } = previous
      pieces[pieces.length - 1] = { text: text.slice(start, sentence.end), start, end: sentence.end, kind, startsLine }
    } else {
      const kind = sameLine && previous.kind === 'sentence' ? 'sentence' : kindOf(sentence.text)
      pieces.push({ ...sentence, kind, startsLine: !sameLine })
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
  const isRunningText = next?.kind === 'sentence' && next.startsLine && ENDS_LIKE_A_SENTENCE.test(next.text)
  return isShortLine(piece) && isRunningText
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

function kindOf(line: string): Piece['kind'] {
  if (TABLE_ROW.test(line)) return 'table-row'
  return LIST_ITEM.test(line) ? 'list-item' : 'sentence'
}

/** Most formats keep list items as short lines without a mark of their own. */
export function isListed(piece: Piece | undefined): boolean {
  return piece !== undefined && (piece.kind === 'list-item' || isShortLine(piece))
}

/** A line that is no sentence: a heading, a label, or a list item without a mark. */
export function isShortLine({ kind, text, startsLine }: Piece): boolean {
  if (kind !== 'sentence' || !startsLine || ENDS_LIKE_A_SENTENCE.test(text)) return false
  return text.length <= LONGEST_SHORT_LINE && text.split(/\s+/).length <= MOST_WORDS_IN_SHORT_LINE
}
