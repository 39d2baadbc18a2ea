import type { SearchClient } from '@azure/search-documents'
import { LRUCache } from 'lru-cache'
import type { PassageDocument } from './azure-search-documents.ts'
import { countDocuments } from './azure-search-queries.ts'
import type { TermStatistics } from './search-index.ts'

/** Counts that are kept, over all indexes: about 5 MB. */
const KEPT_COUNTS = 50_000
/** How long a count is used that others may have changed meanwhile; the idf of a term hardly moves in that time. */
const COUNTS_LAST_FOR_IN_MS = 10 * 60_000
/** In an index this small one document makes a difference, and our own writes make its counts void at once. */
const SMALL_INDEX = 2_000
/** Requests for one question at a time; a long question is not to take the whole service. */
const AT_ONCE = 8
/** Stands for the number of all documents; no term is empty. */
const ALL = ''

/**
 * Document frequencies. Azure does not tell them, but counts the hits of a query: one small request for each term that was
 * not asked about lately. Questions share most of their words, so that few are left after the first minutes.
 */
export interface AzureTermStatistics {
  readonly read: (
    index: string,
    client: SearchClient<PassageDocument>,
    terms: readonly string[],
  ) => Promise<TermStatistics>
  /** This process has changed what is in the index. */
  readonly changed: (index: string) => void
  readonly forget: (index: string) => void
}

/** Start with nothing counted. */
export function createAzureTermStatistics(): AzureTermStatistics {
  const counts = new LRUCache<string, Promise<number>>({ max: KEPT_COUNTS, ttl: COUNTS_LAST_FOR_IN_MS })
  /** Part of each key, so that all counts of an index are void when it changes. */
  const rounds = new Map<string, number>()
  const sizes = new Map<string, number>()

  function count(index: string, client: SearchClient<PassageDocument>, term: string): Promise<number> {
    const key = JSON.stringify([index, rounds.get(index) ?? 0, term])
    const known = counts.get(key)
    if (known !== undefined) return known
    const counting = countDocuments(client, term === ALL ? {} : { term })
    counts.set(key, counting)
    // A failure must not be remembered; whoever waits for the count learns of it.
    counting.catch(() => counts.delete(key))
    return counting
  }

  function forget(index: string): void {
    rounds.set(index, (rounds.get(index) ?? 0) + 1)
    sizes.delete(index)
  }

  async function read(index: string, client: SearchClient<PassageDocument>, terms: readonly string[]) {
    const passages = await count(index, client, ALL)
    sizes.set(index, passages)
    const distinct = [...new Set(terms)]
    const frequencies = new Map<string, number>()
    for (let start = 0; start < distinct.length; start += AT_ONCE) {
      const some = distinct.slice(start, start + AT_ONCE)
      const found = await Promise.all(some.map((term) => count(index, client, term)))
      some.forEach((term, n) => void frequencies.set(term, found[n] ?? 0))
    }
    return { passages, frequencies }
  }

  return {
    read,
    changed: (index) => {
      if ((sizes.get(index) ?? 0) <= SMALL_INDEX) forget(index)
    },
    forget,
  }
}
