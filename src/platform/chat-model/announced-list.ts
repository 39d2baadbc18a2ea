import { announces, ENDS_LIKE_A_SENTENCE, isListed, isShortLine, type Piece } from './passage-pieces.ts'
import type { PieceRole } from './piece-roles.ts'

/** A list is quoted whole up to so many items ... */
export const MOST_ITEMS = 12
/** ... and so many characters, so that it never crowds out the rest of an answer; what is left out is told. */
const MOST_LETTERS = 1_000
/** Longer lines without a mark are paragraphs, not items. */
const LONGEST_LISTED_SENTENCE = 200
const ASKS = /[?？؟]["'”’»」』）)\]]*$/u

/** What a line announces. */
export interface Announced {
  /** The last piece that is quoted with it. */
  readonly to: number
  /** False for a line that announces a single sentence. */
  readonly isList: boolean
  /** The first item that was left out because the list is too long, or null. */
  readonly leftOut: number | null
}

/** A line that announces, or a short one right above marked items, says nothing without what follows. */
export function opensList(pieces: readonly Piece[], index: number): boolean {
  const [piece, next] = [pieces[index], pieces[index + 1]]
  if (piece === undefined) return false
  return announces(piece) || (isShortLine(piece) && next?.kind === 'list-item')
}

/**
 * What the line at `index` announces: its list, or the sentence below it. Null when that is not at hand, or announces itself
 * and is quoted on its own.
 */
export function announcedBy(pieces: readonly Piece[], roles: readonly PieceRole[], index: number): Announced | null {
  const next = index + 1
  const end = endOfItems(pieces, next)
  if (end === next) {
    const isAtHand = next < pieces.length && !opensList(pieces, next) && roles[next] !== 'heading'
    return isAtHand ? { to: next, isList: isListed(pieces[next]), leftOut: null } : null
  }
  const to = withinBounds(pieces, next, end)
  return { to, isList: true, leftOut: to < end ? to + 1 : null }
}

/** The last of the items from `first` to `end` that is still quoted; always at least the first. `before` are quoted already. */
export function withinBounds(
  pieces: readonly Piece[],
  first: number,
  end: number,
  before = { items: 0, letters: 0 },
): number {
  let [last, letters] = [first, before.letters + (pieces[first]?.text.length ?? 0)]
  while (last < end && before.items + last - first + 1 < MOST_ITEMS) {
    letters += pieces[last + 1]?.text.length ?? 0
    if (letters > MOST_LETTERS) break
    last += 1
  }
  return last
}

/** The line that announces the list in which a piece stands, or null. */
export function announcerOf(pieces: readonly Piece[], index: number): number | null {
  for (let at = index - 1; at >= 0 && index - at <= MOST_ITEMS; at -= 1) {
    const piece = pieces[at]
    if (piece !== undefined && announces(piece)) return endOfItems(pieces, at + 1) >= index ? at : null
    if (!isListed(piece) && !isLineSentence(pieces, at)) return null
  }
  return null
}

/** The last item of the list that begins at `first`; items of one list look alike. `first` itself when it is no list. */
function endOfItems(pieces: readonly Piece[], first: number): number {
  const isItem = itemsLike(pieces, first)
  let last = first
  while (isItem(last + 1)) last += 1
  return last
}

function itemsLike(pieces: readonly Piece[], first: number): (index: number) => boolean {
  const piece = pieces[first]
  if (piece?.kind === 'list-item') return (index) => pieces[index]?.kind === 'list-item'
  if (piece !== undefined && isShortLine(piece)) return (index) => isListed(pieces[index])
  // Formats that keep no marks leave sentences, each in a line of its own; below a question such lines are paragraphs.
  const isAsked = ASKS.test(pieces[first - 1]?.text ?? '')
  return !isAsked && isLineSentence(pieces, first) ? (index) => isLineSentence(pieces, index) : () => false
}

function isLineSentence(pieces: readonly Piece[], index: number): boolean {
  const [piece, next] = [pieces[index], pieces[index + 1]]
  if (piece?.kind !== 'sentence' || !piece.startsLine || next?.startsLine === false) return false
  return piece.text.length <= LONGEST_LISTED_SENTENCE && ENDS_LIKE_A_SENTENCE.test(piece.text) && !announces(piece)
}
