import { assertNever } from '../../contracts/assert-never.ts'

/** How long a roll-up is, shortest first. */
export const GRAINS = ['quarter', 'hour', 'day', 'month'] as const
export type Grain = (typeof GRAINS)[number]

export const QUARTER_IN_MS = 15 * 60_000
const HOUR_IN_MS = 4 * QUARTER_IN_MS
const DAY_IN_MS = 24 * HOUR_IN_MS

/** The first moment (UTC) of the quarter, hour, day or month that a moment lies in. */
export function startOf(grain: Grain, moment: Date): Date {
  const at = moment.getTime()
  switch (grain) {
    case 'quarter':
      return new Date(at - modulo(at, QUARTER_IN_MS))
    case 'hour':
      return new Date(at - modulo(at, HOUR_IN_MS))
    case 'day':
      return new Date(at - modulo(at, DAY_IN_MS))
    case 'month':
      return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), 1))
    default:
      return assertNever(grain)
  }
}

/** The first moment after the quarter, hour, day or month that begins at `start`. */
export function endOf(grain: Grain, start: Date): Date {
  switch (grain) {
    case 'quarter':
      return new Date(start.getTime() + QUARTER_IN_MS)
    case 'hour':
      return new Date(start.getTime() + HOUR_IN_MS)
    case 'day':
      return new Date(start.getTime() + DAY_IN_MS)
    case 'month':
      return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1))
    default:
      return assertNever(grain)
  }
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by
