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
const ANNOUNCES_MORE =
  /[:?：？؟]["'”’»」』）)\]]*$|(?<!\p{L})(?:the following|as follows|wie folgt|folgendes|folgende|comme suit|les suivants|les suivantes|lo siguiente|los siguientes|las siguientes|i seguenti|le seguenti|o seguinte|os seguintes|as seguintes|het volgende|de volgende)[.…]?$/iu
const HOLDS_WORDS = /[\p{L}\p{N}]/u
/** Two items that look alike are chance. */
const FEWEST_OTHER_ITEMS = 2
const WRAPPED = /^[ \t]*\n[ \t]*$/
const STARTS_SMALL = /^\p{Ll}/u

/** Split a passage into what can be quoted. Lines without a word, as the bullets that some PDF files set apart, are none. */
export function splitPassage(text: string): Piece[] {
  const pieces: (readonly [Piece, ...Piece[]])[] = []
  for (const sentence of splitSentences(text)) {
    if (!HOLDS_WORDS.test(sentence.text)) continue
    const before = pieces.at(-1)
    const between = text.slice(before?.at(-1)?.end ?? 0, sentence.start)
    const startsLine = before === undefined || between.includes('\n')
    const piece: Piece = { ...sentence, kind: startsLine ? kindOf(sentence.text) : 'sentence', startsLine }
    if (before === undefined || !goesOn(before[0], piece, between)) pieces.push([piece])
    else pieces[pieces.length - 1] = startsLine ? [joined(text, [...before, piece])] : [...before, piece]
  }
  return pieces.flatMap((sentences, index) => (isOverrun(pieces, index) ? sentences : [joined(text, sentences)]))
}

/** Items and rows are kept whole: the further sentences of their line, and a line that an item was wrapped onto. */
function goesOn(item: Piece, { text, end, kind, startsLine }: Piece, between: string): boolean {
  if (item.kind === 'sentence' || end - item.start > LONGEST_WHOLE_ITEM) return false
  if (!startsLine) return item.kind === 'table-row' || !ANNOUNCES_MORE.test(text)
  return item.kind === 'list-item' && kind === 'sentence' && WRAPPED.test(between) && STARTS_SMALL.test(text)
}

/**
 * Readers of PDF files set the paragraph behind a list into the line of its last item. Where no other item has a second
 * sentence, that of the last one is not its own.
 */
function isOverrun(pieces: readonly (readonly Piece[])[], index: number): boolean {
  const isItem = (at: number) => pieces[at]?.[0]?.kind === 'list-item'
  if (!isItem(index) || pieces[index]?.length === 1 || isItem(index + 1)) return false
  let first = index
  while (isItem(first - 1)) first -= 1
  return index - first >= FEWEST_OTHER_ITEMS && pieces.slice(first, index).every(({ length }) => length === 1)
}

function joined(text: string, pieces: readonly [Piece, ...Piece[]]): Piece {
  const [{ start, kind, startsLine }] = pieces
  const end = pieces.at(-1)?.end ?? start
  return { text: text.slice(start, end), start, end, kind, startsLine }
}

/** True when a piece says nothing without what follows it: it ends in a colon or "as follows", or asks. */
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
