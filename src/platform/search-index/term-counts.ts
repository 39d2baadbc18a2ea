import type { TermStatistics } from './search-index.ts'

/** Document frequencies of a partition, or of a fair sample of it. */
export interface TermCounts {
  /** Passages in the partition. */
  passages: number
  /** Passages that were counted; fewer than `passages` for a sample. */
  counted: number
  readonly frequencies: Map<string, number>
}

/** Counts of nothing yet, for a partition of this many passages. */
export function emptyTermCounts(passages: number): TermCounts {
  return { passages, counted: 0, frequencies: new Map() }
}

/** Count a passage's terms (`by` 1) or take them out again (`by` -1). A term counts once per passage. */
export function countTerms(counts: TermCounts, terms: readonly string[], by: 1 | -1): void {
  counts.counted += by
  for (const term of new Set(terms)) {
    const frequency = (counts.frequencies.get(term) ?? 0) + by
    if (frequency > 0) counts.frequencies.set(term, frequency)
    else counts.frequencies.delete(term)
  }
}

/** The statistics of the asked terms; counts of a sample are scaled up to the whole partition. */
export function statisticsOf(counts: TermCounts, terms: readonly string[]): TermStatistics {
  const scale = counts.counted === 0 ? 0 : counts.passages / counts.counted
  const frequencies = new Map(
    terms.map((term) => [term, Math.round((counts.frequencies.get(term) ?? 0) * scale)] as const),
  )
  return { passages: counts.passages, frequencies }
}
