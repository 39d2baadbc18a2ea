import type { BenchPassage } from '../fill-library.ts'

/** A full-text search beside others: the hundred best passages for the words of a question. */
export interface FullTextEngine extends AsyncDisposable {
  readonly fill: (passages: Iterable<BenchPassage>) => Promise<void>
  /** Ids of passages, best first. */
  readonly search: (question: string) => Promise<readonly string[]>
}

/** How many hits each engine is asked for. */
export const HITS = 100
