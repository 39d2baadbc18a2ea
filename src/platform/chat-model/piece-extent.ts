import type { Analyser } from '../../language/analyser.ts'
import { words } from '../../language/words.ts'
import { announcerOf, announces, isListed, lastAnnounced, type Piece } from './passage-pieces.ts'
import type { PieceRole } from './piece-roles.ts'

/** A list or a table is quoted whole up to so many items or rows. */
export const MOST_ITEMS = 10

/** Which pieces belong together. */
export interface Extent {
  /** Runs of pieces, both ends included. */
  readonly runs: readonly { readonly from: number; readonly to: number }[]
  readonly isList: boolean
  /** Begins with the line that announces the rest. */
  readonly isAnnounced?: boolean
}

/** What is quoted when the piece at `index` is chosen, or null when it is quoted with another one or not at all. */
export function extentOf(
  pieces: readonly Piece[],
  roles: readonly PieceRole[],
  terms: readonly (readonly string[])[],
  index: number,
  asked: ReadonlySet<string>,
  analyser: Analyser,
): Extent | null {
  const piece = pieces[index]
  if (piece === undefined || (roles[index] !== 'text' && roles[index] !== 'heading')) return null
  if (opensList(pieces, index)) {
    const to = lastAnnounced(pieces, index, MOST_ITEMS)
    return to === index
      ? null
      : { runs: [{ from: index, to }], isList: isListed(pieces[to]), isAnnounced: isListed(pieces[to]) }
  }
  if (roles[index] === 'heading') return null
  if (piece.kind === 'table-row') return rowExtent(pieces, roles, terms, index, asked)
  if (saysSomething(piece.text, terms[index] ?? [], asked, analyser))
    return { runs: [{ from: index, to: index }], isList: false }
  // An item that only repeats words of the question answers it together with the line that announces its list.
  const announcer = announcerOf(pieces, index, MOST_ITEMS)
  return announcer === null ? null : { runs: [{ from: announcer, to: index }], isList: true }
}

/** A sentence made of the question's own words confirms it; the same words without a verb do not. */
function saysSomething(
  text: string,
  terms: readonly string[],
  asked: ReadonlySet<string>,
  analyser: Analyser,
): boolean {
  return terms.some((term) => !asked.has(term)) || words(text).some((word) => analyser.isFunctionWord(word))
}

/** A line that ends in a colon or asks, or stands above marked items, says nothing without what follows. */
function opensList(pieces: readonly Piece[], index: number): boolean {
  const [piece, next] = [pieces[index], pieces[index + 1]]
  if (piece === undefined) return false
  return announces(piece) || (piece.kind === 'sentence' && isListed(piece) && next?.kind === 'list-item')
}

/** A row with its header; the whole table when only the header speaks of what is asked. */
function rowExtent(
  pieces: readonly Piece[],
  roles: readonly PieceRole[],
  terms: readonly (readonly string[])[],
  index: number,
  asked: ReadonlySet<string>,
): Extent {
  let top = index
  while (pieces[top - 1]?.kind === 'table-row') top -= 1
  let body = top
  while (roles[body] === 'header-row') body += 1
  const header = { from: top, to: body - 1 }
  const row = { from: index, to: index }
  if (body === top) return { runs: [row], isList: false }
  let bottom = index
  while (pieces[bottom + 1]?.kind === 'table-row') bottom += 1
  const speaks = (from: number, to: number) =>
    terms
      .slice(from, to + 1)
      .flat()
      .some((term) => asked.has(term))
  if (speaks(top, body - 1) && !speaks(body, bottom))
    return { runs: [{ from: top, to: Math.min(bottom, body + MOST_ITEMS - 1) }], isList: true }
  return body === index ? { runs: [{ from: top, to: index }], isList: false } : { runs: [header, row], isList: false }
}
