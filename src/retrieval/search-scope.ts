import type { Filters } from '../contracts/filters.ts'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import type { SearchScope } from '../platform/search-index/search-index.ts'

/** What a principal may find, narrowed to what they asked for. */
export function scopeOf(principal: Principal, filters: Filters | undefined): SearchScope {
  return {
    access: accessEntriesOf(principal),
    documentIds: filters?.document_ids,
    collections: filters?.collections,
    mediaTypes: filters?.media_types,
    updatedAfter: timeOf(filters?.updated_after),
    updatedBefore: timeOf(filters?.updated_before),
  }
}

function timeOf(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Date.parse(value)
}
