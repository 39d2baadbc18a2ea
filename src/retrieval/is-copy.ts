import { words } from '../language/words.ts'

/** Words in a row that are compared together. */
const ROW = 3
/** Share of such rows that two texts must have in common: about one changed word in sixty. */
const COMMON_SHARE = 0.9
const NAME_OR_NUMBER = /(?:\p{Lu}|\p{N})[\p{L}\p{N}]*/gu

/** What is compared of a text. */
export interface Fingerprint {
  readonly rows: ReadonlySet<string>
  readonly namesAndNumbers: ReadonlySet<string>
}

/** Take of a text what is compared. */
export function fingerprintOf(text: string): Fingerprint {
  const all = words(text)
  const rows = new Set(all.map((_, at) => all.slice(at, at + ROW).join(' ')))
  return { rows, namesAndNumbers: new Set(text.match(NAME_OR_NUMBER) ?? []) }
}

/**
 * True when two texts say the same: nearly all rows of words are equal, and every name and number is. The same section of
 * another plan or another year is no copy.
 */
export function isCopy(a: Fingerprint, b: Fingerprint): boolean {
  if (a.namesAndNumbers.symmetricDifference(b.namesAndNumbers).size > 0) return false
  const common = a.rows.intersection(b.rows).size
  return common >= COMMON_SHARE * (a.rows.size + b.rows.size - common)
}
