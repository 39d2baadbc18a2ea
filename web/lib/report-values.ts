import { assertNever } from '../../src/contracts/assert-never.ts'
import type { Report, ReportColumn } from '../../src/contracts/reports.ts'
import type { Formats } from './formats.ts'

export type ReportValue = string | number | null | undefined

/** A number of a report as people read it; a dash where there is none. */
export function valueText(value: ReportValue, unit: ReportColumn['unit'], formats: Formats): string {
  if (typeof value !== 'number') return value ?? '–'
  switch (unit) {
    case 'share':
    case 'score':
      return formats.percent(value)
    case 'milliseconds':
      return formats.duration(value)
    case 'bytes':
      return formats.size(value)
    case 'count':
    case 'tokens':
    case 'currency':
      return formats.number(Math.round(value * 100) / 100)
    default:
      return assertNever(unit)
  }
}

/** What a row is about: a day, an hour, a name; `none` where there is no name. */
export function keyText(key: ReportValue, by: Report['by'], formats: Formats, none: string): string {
  if (key === null || key === undefined || key === '') return none
  const text = String(key)
  if (by === 'day') return formats.day(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T12:00:00` : text)
  return by === 'hour' ? formats.time(text) : text
}

/** True where rows are times, which a line joins; the others are bars beside each other. */
export function isTime(by: Report['by']): boolean {
  return by === 'day' || by === 'hour'
}
