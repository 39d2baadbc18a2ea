import type { Analyser } from '../../language/analyser.ts'
import { words } from '../../language/words.ts'
import { announcedBy, announcerOf, MOST_ITEMS, opensList } from './announced-list.ts'
import type { Piece } from './passage-pieces.ts'
import type { PieceRole } from './piece-roles.ts'

/** Pieces in a row, both ends included. */
export interface Run {
  readonly from: number
  readonly to: number
}

/** Which pieces belong together. */
export interface Extent {
  readonly runs: readonly Run[]
  /** True for a list with the line that announces it, and for a whole table. */
  readonly isList: boolean
  /** The items, when `runs` is one list with the line that announces it ... */
  readonly items?: Run
  /** ... the first one that was left out, or null ... */
  readonly leftOut?: number | null
  /** ... and the pieces whose words count fully. */
  readonly leading?: readonly number[]
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
  if (opensList(pieces, index)) return announcedExtent(pieces, roles, index, [index])
  if (roles[index] === 'heading') return null
  if (piece.kind === 'table-row') return rowExtent(pieces, roles, terms, index, asked)
  if (saysSomething(piece.text, terms[index] ?? [], asked, analyser))
    return { runs: [{ from: index, to: index }], isList: false }
  // An item that only repeats words of the question answers it together with the line that announces its list.
  const announcer = announcerOf(pieces, index)
  return announcer === null ? null : announcedExtent(pieces, roles, announcer, [announcer, index])
}

/** A line with what it announces; a single sentence counts like the line itself. */
function announcedExtent(
  pieces: readonly Piece[],
  roles: readonly PieceRole[],
  from: number,
  leading: readonly number[],
): Extent | null {
  const found = announcedBy(pieces, roles, from)
  if (found === null || (leading.at(-1) ?? from) > found.to) return null
  const { to, isList, leftOut } = found
  const runs = [{ from, to }]
  return isList ? { runs, isList, items: { from: from + 1, to }, leftOut, leading } : { runs, isList }
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
