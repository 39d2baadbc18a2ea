/** How numbers, sizes and times are written, by a regional tag such as `de-AT`. */
export interface Formats {
  readonly number: (value: number) => string
  /** `share` is 0 to 1. */
  readonly percent: (share: number) => string
  /** `time` is an ISO date and time. Lines break before the time of day only. */
  readonly day: (time: string) => string
  readonly time: (time: string) => string
  /** A size for people: 940 B, 12 kB, 3.4 MB. */
  readonly size: (bytes: number) => string
  /** A span of time for people: 0.4 s, 12 s, 3 min. */
  readonly duration: (milliseconds: number) => string
}

const BYTES_PER_KILOBYTE = 1_000
const SIZE_UNITS = ['B', 'kB', 'MB', 'GB'] as const
const MINUTE_IN_MS = 60_000
const HOUR_IN_MS = 3_600_000

export function createFormats(tag: string): Formats {
  const number = new Intl.NumberFormat(tag)
  const short = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 })
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' })
  const time = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' })
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    day: (iso) => unbroken(day.format(new Date(iso))),
    time: (iso) => {
      const parts = time.formatToParts(new Date(iso))
      const hour = parts.findIndex(({ type }) => type === 'hour')
      return [parts.slice(0, hour), parts.slice(hour)].map(textOf).join(' ')
    },
    size: (bytes) => {
      const steps = bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(BYTES_PER_KILOBYTE))
      const power = Math.min(SIZE_UNITS.length - 1, steps)
      const value = bytes / BYTES_PER_KILOBYTE ** power
      const written = value < 10 && power > 1 ? short.format(value) : number.format(Math.round(value))
      return `${written} ${SIZE_UNITS[power]}`
    },
    duration: (milliseconds) => {
      if (milliseconds < 10_000) return `${short.format(milliseconds / 1_000)} s`
      if (milliseconds < MINUTE_IN_MS) return `${number.format(Math.round(milliseconds / 1_000))} s`
      if (milliseconds < HOUR_IN_MS) return `${number.format(Math.round(milliseconds / MINUTE_IN_MS))} min`
      return `${short.format(milliseconds / HOUR_IN_MS)} h`
    },
  }
}

function textOf(parts: readonly Intl.DateTimeFormatPart[]): string {
  return unbroken(
    parts
      .map(({ value }) => value)
      .join('')
      .trim(),
  )
}

function unbroken(words: string): string {
  return words.replaceAll(' ', '\u00A0')
}
