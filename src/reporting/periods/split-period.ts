import { endOf, GRAINS, type Grain, startOf } from '../../platform/usage-events/grains.ts'

/** Roll-ups of one grain that begin from `from` on and before `to`. */
export interface Piece {
  readonly grain: Grain
  readonly from: Date
  readonly to: Date
}

const LONGEST_FIRST = GRAINS.toReversed()

/**
 * The fewest roll-ups that make up a period whose ends are quarters of an hour (UTC), without those that are out of date: what
 * they are made of is added up instead.
 */
export function splitPeriod(from: Date, to: Date, isStale: (grain: Grain, start: Date) => boolean): readonly Piece[] {
  const pieces: Piece[] = []
  for (let start = from; start < to; ) {
    const fits = (grain: Grain): boolean =>
      startOf(grain, start).getTime() === start.getTime() && endOf(grain, start) <= to && !isStale(grain, start)
    const grain = LONGEST_FIRST.find(fits) ?? 'quarter'
    const end = endOf(grain, start)
    pieces.push({ grain, from: start, to: end })
    start = end
  }
  return joinPieces(pieces)
}

/** Pieces that follow each other without a gap, with those of one grain in a row as one. */
export function joinPieces(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const before = joined.at(-1)
    if (before?.grain === piece.grain) joined[joined.length - 1] = { ...before, to: piece.to }
    else joined.push(piece)
  }
  return joined
}
