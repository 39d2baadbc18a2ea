import type { Filters } from '../contracts/filters.ts'
import type { UnderstoodFilter } from '../contracts/understood.ts'

/** A restriction read from a question, and the words that say it. */
export interface NamedFilter extends UnderstoodFilter {
  readonly filters: Filters
  /** Where the question says it: `question.slice(start, end)`. */
  readonly start: number
  readonly end: number
}

/** The question without the words that became filters. All of it where nothing but punctuation would be left. */
export function withoutNamed(question: string, named: readonly NamedFilter[]): string {
  let rest = question
  for (const { start, end } of named.toSorted((a, b) => b.start - a.start))
    rest = `${rest.slice(0, start)} ${rest.slice(end)}`
  return /[\p{L}\p{N}]/u.test(rest) ? rest.replace(/\s+/g, ' ').trim() : question
}
