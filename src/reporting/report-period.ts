import { problem } from '../contracts/errors.ts'
import type { Grouping, ReportSelection } from '../contracts/reports.ts'
import { QUARTER_IN_MS, startOf } from '../platform/usage-events/grains.ts'
import { type Bucket, dayBuckets, hourBuckets } from './periods/buckets.ts'
import { addDays, createLocalClock, isTimeZone, type LocalClock } from './periods/local-time.ts'

const DAY_IN_MS = 86_400_000
/** A month answers most questions. */
const DEFAULT_DAYS = 30
/** What bounds the rows of a report and the work of one request; clocks that are put forward and back need a day more. */
const MOST_DAYS = { hour: 32, other: 367 }

/** A checked period: whole quarters of an hour, and the clock of its time zone. */
export interface ReportPeriod {
  readonly from: Date
  readonly to: Date
  readonly clock: LocalClock
}

/** Check the period of a report. Throws `invalid-request` for an unknown time zone, and for a period that is empty or too long. */
export function periodOf(
  { from, to, time_zone, by }: Pick<ReportSelection, 'from' | 'to' | 'time_zone' | 'by'>,
  now: number,
): ReportPeriod {
  if (!isTimeZone(time_zone)) throw problem('invalid-request', 'Give "time_zone" a name such as Europe/Berlin or UTC.')
  const clock = createLocalClock(time_zone)
  const end = endOfQuarter(to === undefined ? new Date(now) : momentOf(to, clock))
  const start = from === undefined ? defaultStart(end, clock) : startOf('quarter', momentOf(from, clock))
  const days = (end.getTime() - start.getTime()) / DAY_IN_MS
  const most = by === 'hour' ? MOST_DAYS.hour : MOST_DAYS.other
  if (days <= 0) throw problem('invalid-request', '"from" must be before "to", which is excluded.')
  if (days > most) throw problem('invalid-request', `A report by ${by} has at most ${most} days; ask for fewer.`)
  return { from: start, to: end, clock }
}

/** The rows of a period when rows are times; null when they are something else. */
export function bucketsOf({ from, to, clock }: ReportPeriod, by: Grouping): readonly Bucket[] | null {
  if (by === 'day') return dayBuckets(from, to, clock)
  return by === 'hour' ? hourBuckets(from, to, clock) : null
}

function momentOf(given: string, clock: LocalClock): Date {
  return given.includes('T') ? new Date(given) : clock.startOfDay(given)
}

function defaultStart(end: Date, clock: LocalClock): Date {
  return clock.startOfDay(addDays(clock.at(end).date, -DEFAULT_DAYS))
}

function endOfQuarter(moment: Date): Date {
  return startOf('quarter', new Date(moment.getTime() + QUARTER_IN_MS - 1))
}
