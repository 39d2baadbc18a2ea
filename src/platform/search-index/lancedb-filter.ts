import type { SearchScope } from './search-index.ts'

/**
 * The scope as a LanceDB SQL condition, or null when nothing can match (an empty list allows nothing).
 * Every value is written as a quoted literal: a quote inside it cannot end the literal.
 */
export function filterOf(scope: SearchScope): string | null {
  const { access, documentIds, collections, mediaTypes, updatedAfter, updatedBefore } = scope
  if ([access, documentIds, collections, mediaTypes].some((list) => list?.length === 0)) return null
  const conditions = [`array_has_any(access, [${literals(access)}])`]
  if (documentIds !== undefined) conditions.push(isOneOf('document_id', documentIds))
  if (collections !== undefined) conditions.push(isOneOf('collection', collections))
  if (mediaTypes !== undefined) conditions.push(isOneOf('media_type', mediaTypes))
  if (updatedAfter !== undefined) conditions.push(`updated_at > ${updatedAfter}`)
  if (updatedBefore !== undefined) conditions.push(`updated_at < ${updatedBefore}`)
  return conditions.join(' AND ')
}

/** A condition that holds when the column has one of the values. `values` must not be empty. */
export function isOneOf(column: string, values: readonly string[]): string {
  return `${column} IN (${literals(values)})`
}

/** A list of strings as a LanceDB SQL value. */
export function listLiteral(values: readonly string[]): string {
  return `arrow_cast(make_array(${literals(values)}), 'List(Utf8)')`
}

/** A text, or its absence, as a LanceDB SQL value. */
export function textLiteral(value: string | null): string {
  return value === null ? "arrow_cast(null, 'Utf8')" : literals([value])
}

function literals(values: readonly string[]): string {
  return values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')
}
