import { AsyncLocalStorage } from 'node:async_hooks'
import type { SearchIndex } from '../platform/search-index/search-index.ts'

/** Tells which generations the parts of one search read. */
export interface WatchedIndex {
  readonly index: SearchIndex
  /** Run one search; `read` are the generations that it read. */
  readonly watch: <T>(search: () => Promise<T>) => Promise<{ readonly result: T; readonly read: ReadonlySet<string> }>
}

/** An index that notes, for each search on its own, which generations are read. It changes nothing. */
export function watchGenerations(index: SearchIndex): WatchedIndex {
  const reading = new AsyncLocalStorage<Set<string>>()
  const note = (generation: string) => void reading.getStore()?.add(generation)
  return {
    index: {
      ...index,
      searchLexical: (partition, ...given) => {
        note(partition.generation)
        return index.searchLexical(partition, ...given)
      },
      searchVector: (partition, ...given) => {
        note(partition.generation)
        return index.searchVector(partition, ...given)
      },
      termStatistics: (partition, ...given) => {
        note(partition.generation)
        return index.termStatistics(partition, ...given)
      },
    },
    watch: async (search) => {
      const read = new Set<string>()
      return { result: await reading.run(read, search), read }
    },
  }
}
