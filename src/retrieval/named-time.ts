import type { NamedFilter } from './named-filter.ts'

/**
 * "documents updated since 2025-01-01", "files from before 2024": the time must be said of documents. "documents from 2024"
 * may be about what they say, and "kept since 2020" is about something else.
 */
const NAMED =
  /\b(?:in |from )?(?:(?:the|all|any|only) )?(?:documents?|files?) (?:(?:(?:that|which) )?(?:(?:were|was|are|have been|has been) )?(?:last )?(?:updated|changed|modified|uploaded|added)|from) (since|after|before|until) (\d{4}(?:-\d{2}(?:-\d{2})?)?)(?![\d-]*\d)/gi

interface Period {
  readonly start: Date
  readonly end: Date
}

/** The times that a question says of documents: at most one from which on and one until which they were updated. UTC. */
export function namedTimes(question: string): readonly NamedFilter[] {
  const found = [...question.matchAll(NAMED)].flatMap((match) => filterOf(match) ?? [])
  const isAmbiguous = new Set(found.map(({ kind }) => kind)).size < found.length
  return isAmbiguous ? [] : found
}

function filterOf(match: RegExpExecArray): NamedFilter | null {
  const [relation, date] = [(match[1] ?? '').toLowerCase(), match[2] ?? '']
  const period = periodOf(date)
  if (period === null) return null
  const place = { label: `${relation} ${date}`, start: match.index, end: match.index + match[0].length }
  if (relation === 'since' || relation === 'after') {
    // The filter leaves out its own moment, and "since" does not.
    const value = new Date((relation === 'since' ? period.start : period.end).getTime() - 1).toISOString()
    return { kind: 'updated_after', value, filters: { updated_after: value }, ...place }
  }
  const value = (relation === 'before' ? period.start : period.end).toISOString()
  return { kind: 'updated_before', value, filters: { updated_before: value }, ...place }
}

/** A year, month or day: from its first moment to the first one after it. Null for a day that is none. */
function periodOf(date: string): Period | null {
  const [year = 0, month, day] = date.split('-').map(Number)
  const start = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1))
  if (!start.toISOString().startsWith(date)) return null
  const isMonth = month !== undefined && day === undefined
  const end = new Date(start)
  if (day !== undefined) end.setUTCDate(end.getUTCDate() + 1)
  else if (isMonth) end.setUTCMonth(end.getUTCMonth() + 1)
  else end.setUTCFullYear(end.getUTCFullYear() + 1)
  return { start, end }
}
