import type { Filters } from '../contracts/filters.ts'
import { namedCollection } from './named-collection.ts'
import { namedDocument, type TitleSources } from './named-document.ts'
import { namedFileType } from './named-file-type.ts'
import type { NamedFilter } from './named-filter.ts'
import { namedTimes } from './named-time.ts'

/** Which filter of a caller a kind of named filter would stand beside: what the caller says holds. */
const SAID_BY_CALLER = {
  document: 'document_ids',
  collection: 'collections',
  media_type: 'media_types',
  updated_after: 'updated_after',
  updated_before: 'updated_before',
} as const satisfies Record<NamedFilter['kind'], keyof Filters>

/** The restrictions that a question names for certain and that the caller did not make. */
export async function namedFilters(
  sources: TitleSources,
  question: string,
  given: Filters | undefined,
  asker: Parameters<typeof namedDocument>[2],
): Promise<readonly NamedFilter[]> {
  const [document, collection] = await Promise.all([
    namedDocument(sources, question, asker),
    namedCollection(sources.database, question, asker.principal),
  ])
  const found = [document, collection, namedFileType(question), ...namedTimes(question)].filter(
    (named) => named !== null,
  )
  // The same words cannot say two things: a document's title goes before a collection, and that before a file type.
  const apart = found.filter((named, at) => !found.slice(0, at).some((other) => overlaps(named, other)))
  return apart.filter(({ kind }) => given?.[SAID_BY_CALLER[kind]] === undefined)
}

/** The caller's filters and the named ones together. */
export function withNamed(given: Filters | undefined, named: readonly NamedFilter[]): Filters | undefined {
  return named.length === 0 ? given : Object.assign({}, given, ...named.map(({ filters }) => filters))
}

export function overlaps(one: { start: number; end: number }, other: { start: number; end: number }): boolean {
  return one.start < other.end && other.start < one.end
}
