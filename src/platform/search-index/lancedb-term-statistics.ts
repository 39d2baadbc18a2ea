import { setImmediate } from 'node:timers/promises'
import type { Table } from '@lancedb/lancedb'
import { LRUCache } from 'lru-cache'
import { splitTerms } from './lancedb-rows.ts'
import type { TermStatistics } from './search-index.ts'
import { countTerms, emptyTermCounts, statisticsOf, type TermCounts } from './term-counts.ts'

/** Counting all passages of a larger table would take seconds; the idf of a term hardly moves beyond this sample. */
const LARGEST_SAMPLE = 50_000
/** The first search of a table waits for no more than this sample, some 50 ms; the larger one follows in the background. */
const FIRST_SAMPLE = 3_000
/** A sample is read in this many evenly spaced stretches, so that it does not hold the oldest documents only. */
const SAMPLE_STRETCHES = 50
/** Rows counted before other work gets its turn: about 5 ms. */
const ROWS_PER_TURN = 500
/**
 * Terms whose counts are kept, of all partitions together: some 55 bytes each, because the words are the same in many. A
 * hundred tenants of 10,000 passages fit; counting one of them anew for every search took ten times as long as the search.
 */
const MOST_KEPT_TERMS = 3_000_000
/** Up to this many passages a search waits for new counts, some 20 ms; larger ones are renewed in the background while searches use the old counts. */
const PASSAGES_WORTH_WAITING_FOR = 2_000
/** Renewing may take this share of the time: with another process writing all the time, every search finds new rows. */
const RENEWAL_SHARE = 0.05

interface Kept {
  readonly counts: TermCounts
  /** The table version the counts describe. */
  version: number
  readonly countedAt: number
  readonly tookInMs: number
}

/**
 * Exact document frequencies of each partition in memory; kept up to date by this process's own writes.
 * Partitions go by the name of their table, passed along: reading `table.name` fails while the table is busy.
 */
export interface LanceTermStatistics {
  readonly read: (name: string, table: Table, terms: readonly string[]) => Promise<TermStatistics>
  /** All counted terms and in how many passages each occurs; grows and shrinks with later writes. */
  readonly vocabulary: (name: string, table: Table) => Promise<ReadonlyMap<string, number>>
  readonly isKept: (name: string) => boolean
  /** Take a write into account. `version` is the table version it made; other writes in between make the counts stale. */
  readonly record: (name: string, version: number, passages: readonly (readonly string[])[], by: 1 | -1) => void
  /** The table was reorganised from one version to another without changing its rows. */
  readonly recordSameRows: (name: string, from: number, to: number) => void
  /** The table is gone; another one of the same name would begin with the same versions. */
  readonly forget: (name: string) => void
}

/** Start with nothing counted; a partition is counted when it is first asked for. */
export function createLanceTermStatistics(): LanceTermStatistics {
  const kept = new LRUCache<string, Kept>({
    maxSize: MOST_KEPT_TERMS,
    sizeCalculation: ({ counts }) => 1 + counts.frequencies.size,
  })
  const counting = new Map<string, Promise<Kept>>()

  function recount(name: string, table: Table, sample = LARGEST_SAMPLE): Promise<Kept> {
    const running = counting.get(name)
    if (running !== undefined) return running
    const fresh = count(table, sample)
      .then((result) => {
        kept.set(name, result)
        return result
      })
      .finally(() => counting.delete(name))
    counting.set(name, fresh)
    return fresh
  }

  async function current(name: string, table: Table): Promise<Kept> {
    const known = kept.get(name)
    if (known === undefined) return recount(name, table, FIRST_SAMPLE)
    const isSmallSample = known.counts.counted < Math.min(known.counts.passages, LARGEST_SAMPLE)
    const isStale = known.version !== (await table.version())
    if (!isSmallSample && !isStale) return known
    if (known.counts.passages <= PASSAGES_WORTH_WAITING_FOR) return recount(name, table)
    if (isSmallSample || performance.now() - known.countedAt > known.tookInMs / RENEWAL_SHARE) {
      // A failure leaves the old counts in use; the next search tries again.
      recount(name, table).catch(() => undefined)
    }
    return known
  }

  function record(name: string, version: number, passages: readonly (readonly string[])[], by: 1 | -1): void {
    const known = kept.get(name)
    if (known === undefined || known.version !== version - 1) return
    const isSample = known.counts.counted < known.counts.passages
    known.version = version
    known.counts.passages += by * passages.length
    if (!isSample) for (const terms of passages) countTerms(known.counts, terms, by)
  }

  function recordSameRows(name: string, from: number, to: number): void {
    const known = kept.get(name)
    if (known?.version === from) known.version = to
  }

  return {
    read: async (name, table, terms) => statisticsOf((await current(name, table)).counts, terms),
    vocabulary: async (name, table) => (await current(name, table)).counts.frequencies,
    isKept: (name) => kept.has(name),
    record,
    recordSameRows,
    forget: (name) => void kept.delete(name),
  }
}

async function count(table: Table, sample: number): Promise<Kept> {
  const startedAt = performance.now()
  // The version comes first: a write in the middle of the count then leaves the counts stale instead of wrong.
  const version = await table.version()
  const passages = await table.countRows()
  const counts = emptyTermCounts(passages)
  for (const { offset, limit } of stretchesOf(passages, sample)) {
    for await (const batch of table.query().select(['terms']).offset(offset).limit(limit)) {
      const column = batch.getChild('terms')
      for (let row = 0; row < batch.numRows; row++) {
        countTerms(counts, splitTerms(String(column?.get(row))), 1)
        if (row % ROWS_PER_TURN === 0) await setImmediate()
      }
    }
  }
  return { counts, version, countedAt: performance.now(), tookInMs: performance.now() - startedAt }
}

function stretchesOf(passages: number, sample: number): readonly { readonly offset: number; readonly limit: number }[] {
  if (passages === 0) return []
  if (passages <= sample) return [{ offset: 0, limit: passages }]
  const limit = sample / SAMPLE_STRETCHES
  const step = passages / SAMPLE_STRETCHES
  return Array.from({ length: SAMPLE_STRETCHES }, (_, n) => ({ offset: Math.floor(n * step), limit }))
}
