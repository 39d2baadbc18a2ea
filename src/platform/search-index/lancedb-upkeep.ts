import { LRUCache } from 'lru-cache'

/** What is remembered of each table to know when it is worth bringing it into order. */
export interface Upkeep {
  /** A few rows of these documents were committed. */
  readonly written: (table: string, documentIds: Iterable<string>) => void
  /** The documents of many small commits, once there are so many; asked again there are none. */
  readonly scattered: (table: string) => readonly string[]
  /** All of it was folded, which took so long. */
  readonly folded: (table: string, tookInMs: number) => void
  /** How long the table is still to be left alone; 0 when it may be folded. */
  readonly restInMs: (table: string) => number
}

const TABLES = 1_000
/** Sixteen small files add 7 ms to a search. */
const MANY_COMMITS = 16
/** More would make gathering them no small work any more. */
const MOST_DOCUMENTS = 2_000
/** For so many times as long as folding took, a table is left alone: it takes a quarter of the time at most. */
const REST_PER_FOLDING = 3
/** What takes less is not worth a rest. */
const SHORT_FOLDING_IN_MS = 1_000

interface Record {
  commits: number
  readonly documentIds: Set<string>
  restsUntil: number
}

/** Nothing is known of any table yet. `now` is in milliseconds and never goes back. */
export function createUpkeep(now: () => number = () => performance.now()): Upkeep {
  const tables = new LRUCache<string, Record>({ max: TABLES })

  function recordOf(table: string): Record {
    const known = tables.get(table) ?? { commits: 0, documentIds: new Set<string>(), restsUntil: 0 }
    tables.set(table, known)
    return known
  }

  function empty(record: Record): void {
    record.commits = 0
    record.documentIds.clear()
  }

  return {
    written: (table, documentIds) => {
      const record = recordOf(table)
      record.commits += 1
      for (const id of documentIds) if (record.documentIds.size < MOST_DOCUMENTS) record.documentIds.add(id)
    },
    scattered: (table) => {
      const record = recordOf(table)
      if (record.commits < MANY_COMMITS) return []
      const documentIds = [...record.documentIds]
      empty(record)
      return documentIds
    },
    folded: (table, tookInMs) => {
      const record = recordOf(table)
      empty(record)
      record.restsUntil = tookInMs < SHORT_FOLDING_IN_MS ? 0 : now() + REST_PER_FOLDING * tookInMs
    },
    restInMs: (table) => Math.max(0, recordOf(table).restsUntil - now()),
  }
}
