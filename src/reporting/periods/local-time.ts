import { QUARTER_IN_MS } from '../../platform/usage-events/grains.ts'

/** What people in a time zone have on their clocks. */
export interface LocalTime {
  /** `2026-03-02` */
  readonly date: string
  readonly hour: number
  readonly minute: number
}

/** Reads clocks of one time zone. */
export interface LocalClock {
  readonly timeZone: string
  readonly at: (moment: Date) => LocalTime
  /** The first moment of a day; where clocks skip midnight, the one that they show first. */
  readonly startOfDay: (date: string) => Date
}

/** True for a time zone that this machine knows, such as "Europe/Berlin". */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

/** Read the clocks of a time zone. Throws a RangeError for one that is not known. */
export function createLocalClock(timeZone: string): LocalClock {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  const at = (moment: Date): LocalTime => {
    // Swedish writes "2026-03-02 09:30".
    const [date = '', time = ''] = format.format(moment).split(' ')
    const [hour = '0', minute = '0'] = time.split(':')
    return { date, hour: Number(hour), minute: Number(minute) }
  }
  const startOfDay = (date: string): Date => {
    let moment = Date.parse(`${date}T00:00:00Z`)
    // Both ways, for the first guess is off by the difference to UTC, and that may change on the way.
    while (at(new Date(moment)).date < date) moment += QUARTER_IN_MS
    while (at(new Date(moment - QUARTER_IN_MS)).date >= date) moment -= QUARTER_IN_MS
    return new Date(moment)
  }
  return { timeZone, at, startOfDay }
}

/** The date so many days after another one. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 96 * QUARTER_IN_MS).toISOString().slice(0, 10)
}
