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
    const before = pieces.at(-1)
    if (before?.grain === grain) pieces[pieces.length - 1] = { ...before, to: end }
    else pieces.push({ grain, from: start, to: end })
    start = end
  }
  return pieces
}
