import type { Analyser } from '../../language/analyser.ts'
import type { NumberedPassage } from './chat-model.ts'
import { announcerOf, announces, headerRowOf, isHeadingAbove, lastAnnounced } from './passage-pieces.ts'
import type { ScoredPiece } from './score-pieces.ts'

/** Words of a passage to quote: `passage.text.slice(start, end)`. */
export interface Quote {
  readonly passage: NumberedPassage
  readonly start: number
  readonly end: number
}

/** A further sentence must answer at least half as well as the best one; below that it only dilutes the answer. */
const SHARE_OF_BEST = 0.5
/** A list that a chosen sentence announces is quoted with it, up to this many items. */
const MAXIMUM_LIST_ITEMS = 10

/** Choose up to `maximum` quotes from pieces in score order; each passage's in document order, best passage first. */
export function chooseQuotes(scored: readonly ScoredPiece[], maximum: number, analyser: Analyser): Quote[] {
  const [best] = scored
  const chosen: Quote[] = []
  const said = new Set<string>()
  for (const candidate of scored) {
    if (chosen.length >= maximum || best === undefined || candidate.evidence < SHARE_OF_BEST * best.evidence) break
    const quote = quoteOf(candidate)
    if (quote === null || chosen.some((other) => covers(other, quote))) continue
    const saying = analyser.analyse(quote.passage.text.slice(quote.start, quote.end)).join(' ')
    if (said.has(saying)) continue
    said.add(saying)
    removeCovered(chosen, quote)
    chosen.push(quote)
    addHeader(chosen, candidate)
  }
  return inReadingOrder(chosen)
}

function quoteOf({ passage, pieces, index, saysMore }: ScoredPiece): Quote | null {
  const [piece, next] = [pieces[index], pieces[index + 1]]
  if (piece === undefined) return null
  if (isHeadingAbove(pieces, index)) return next === undefined ? null : { passage, start: next.start, end: next.end }
  if (announces(piece)) {
    const last = pieces[lastAnnounced(pieces, index, MAXIMUM_LIST_ITEMS)] ?? piece
    return last === piece ? null : { passage, start: piece.start, end: last.end }
  }
  if (saysMore) return { passage, start: piece.start, end: piece.end }
  // An item that only repeats words of the question answers it together with the line that announces its list.
  const announcer = pieces[announcerOf(pieces, index, MAXIMUM_LIST_ITEMS) ?? -1]
  return announcer === undefined ? null : { passage, start: announcer.start, end: piece.end }
}

/** A row of numbers needs the row that names its columns. */
function addHeader(chosen: Quote[], { passage, pieces, index }: ScoredPiece): void {
  if (pieces[index]?.kind !== 'table-row') return
  const header = pieces[headerRowOf(pieces, index) ?? -1]
  if (header === undefined) return
  const quote = { passage, start: header.start, end: header.end }
  if (!chosen.some((other) => covers(other, quote))) chosen.push(quote)
}

function covers(outer: Quote, inner: Quote): boolean {
  return outer.passage === inner.passage && outer.start <= inner.start && inner.end <= outer.end
}

function removeCovered(chosen: Quote[], quote: Quote): void {
  for (let index = chosen.length - 1; index >= 0; index -= 1) {
    const other = chosen[index]
    if (other !== undefined && covers(quote, other)) chosen.splice(index, 1)
  }
}

function inReadingOrder(chosen: readonly Quote[]): Quote[] {
  const passages = [...new Set(chosen.map(({ passage }) => passage))]
  return passages.flatMap((passage) =>
    chosen.filter((quote) => quote.passage === passage).sort((left, right) => left.start - right.start),
  )
}
