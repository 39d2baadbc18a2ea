import type { SearchScope } from './search-index.ts'

/** Between the values of one `search.in`; a value that holds it is compared on its own. */
const SEPARATOR = '|'

/**
 * The scope as an OData filter, or null when nothing can match (an empty list allows nothing). Every value is written as a
 * quoted literal: a quote inside it cannot end the literal.
 */
export function odataFilterOf(scope: SearchScope): string | null {
  const { access, documentIds, collections, mediaTypes, updatedAfter, updatedBefore } = scope
  if ([access, documentIds, collections, mediaTypes].some((list) => list?.length === 0)) return null
  const conditions = [either(comparisons('a', access).map((comparison) => `access/any(a: ${comparison})`))]
  if (documentIds !== undefined) conditions.push(isAnyOf('document_id', documentIds))
  if (collections !== undefined) conditions.push(isAnyOf('category', collections))
  if (mediaTypes !== undefined) conditions.push(isAnyOf('media_type', mediaTypes))
  if (updatedAfter !== undefined) conditions.push(`updated_at gt ${time(updatedAfter)}`)
  if (updatedBefore !== undefined) conditions.push(`updated_at lt ${time(updatedBefore)}`)
  return conditions.join(' and ')
}

/** A condition that holds when the field has one of the values. `values` must not be empty. */
export function isAnyOf(field: string, values: readonly string[]): string {
  return either(comparisons(field, values))
}

/** A text as an OData literal. */
export function odataText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

/**
 * `search.in` is quick with thousands of values, where as many `eq` joined by `or` are refused. It parts its list at every
 * separator, so that a value with one inside, or an empty one, cannot go into the list.
 */
function comparisons(field: string, values: readonly string[]): readonly string[] {
  const isPlain = (value: string) => value !== '' && !value.includes(SEPARATOR)
  const plain = values.filter(isPlain)
  const others = values.filter((value) => !isPlain(value)).map((value) => `${field} eq ${odataText(value)}`)
  if (plain.length === 0) return others
  return [`search.in(${field}, ${odataText(plain.join(SEPARATOR))}, '${SEPARATOR}')`, ...others]
}

function either(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions.join('') : `(${conditions.join(' or ')})`
}

/** Azure keeps times to the millisecond, as we do. */
function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
