import { QUARTER_IN_MS } from '../../platform/usage-events/grains.ts'
import { addDays, type LocalClock } from './local-time.ts'

/** A stretch of time with a name. `to` is excluded. */
export interface Bucket {
  /** `2026-03-02`, or `2026-03-02T09:00+01:00`. */
  readonly label: string
  readonly from: Date
  readonly to: Date
}

/** The days that a period touches as people in the time zone count them, oldest first; the first and last may be cut. */
export function dayBuckets(from: Date, to: Date, clock: LocalClock): readonly Bucket[] {
  const buckets: Bucket[] = []
  let { date } = clock.at(from)
  for (let start = from; start < to; ) {
    const next = addDays(date, 1)
    const end = earlier(clock.startOfDay(next), to)
    // A few islands have skipped a whole day.
    if (end > start) buckets.push({ label: date, from: start, to: end })
    date = next
    start = end
  }
  return buckets
}

/** The same for hours. An hour that clocks show twice is there twice, with another difference to UTC. */
export function hourBuckets(from: Date, to: Date, clock: LocalClock): readonly Bucket[] {
  const buckets: Bucket[] = []
  for (let start = from; start < to; ) {
    const { date, hour, minute } = clock.at(start)
    const end = earlier(new Date(start.getTime() + (60 - minute) * 60_000), to)
    const label = `${date}T${String(hour).padStart(2, '0')}:00${differenceToUtc(start, clock)}`
    buckets.push({ label, from: start, to: end })
    start = end
  }
  return buckets
}

function differenceToUtc(moment: Date, clock: LocalClock): string {
  const { date, hour, minute } = clock.at(moment)
  const shown = Date.parse(`${date}T00:00:00Z`) + (hour * 60 + minute) * 60_000
  const quarters = Math.round((shown - moment.getTime()) / QUARTER_IN_MS)
  const minutes = Math.abs(quarters) * 15
  const twoDigits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${quarters < 0 ? '-' : '+'}${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b)
