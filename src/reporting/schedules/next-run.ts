import { Cron } from 'croner'
import { problem } from '../../contracts/errors.ts'
import { isTimeZone } from '../periods/local-time.ts'

/** More often than this nobody reads a report, and it would be work without end. */
const SHORTEST_PAUSE_IN_MS = 3_600_000

/** When a schedule comes around next. Throws `invalid-request` for one that never does, or that does so all the time. */
export function nextRun(cron: string, timeZone: string, after: Date): Date {
  if (!isTimeZone(timeZone)) throw problem('invalid-request', 'Give "time_zone" a name such as Europe/Berlin or UTC.')
  const next = timesOf(cron, timeZone)
  const first = next(after)
  const second = first === null ? null : next(first)
  if (first === null) throw problem('invalid-request', 'This "cron" never comes around; look at day and month.')
  if (second !== null && second.getTime() - first.getTime() < SHORTEST_PAUSE_IN_MS)
    throw problem('invalid-request', 'A report is sent once an hour at most; give "cron" one minute.')
  return first
}

function timesOf(cron: string, timeZone: string): (after: Date) => Date | null {
  try {
    const pattern = new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true })
    return (after) => pattern.nextRun(after)
  } catch (cause) {
    const example = 'Give "cron" minute, hour, day, month and weekday, for example "0 7 * * 1".'
    throw problem('invalid-request', example, { cause })
  }
}
