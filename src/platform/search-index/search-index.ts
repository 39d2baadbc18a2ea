/** The index of one tenant under one generation; a physical boundary, not a filter. */
export interface IndexPartition {
  readonly tenantId: string
  readonly generation: string
}

export interface IndexEntry {
  readonly passageId: string
  readonly documentId: string
  readonly versionId: string
  /** Access list of the document: `everyone`, `user:…`, `group:…`. */
  readonly access: readonly string[]
  readonly collection: string | null
  readonly mediaType: string
  /** Milliseconds since the Unix epoch. */
  readonly updatedAt: number
  /** The analysed terms of title, heading and text (see `src/language/analyser.ts`), in order. */
  readonly terms: readonly string[]
  readonly vector: Float32Array
  /** The passage as people read it. Left out by who has none; engines without a use for texts ignore it. */
  readonly text?: EntryText
}

/** For engines that re-rank by reading, and for other programs that read the same index. */
export interface EntryText {
  readonly title: string
  readonly content: string
  readonly page: number | null
}

/** What may change of a document whose text stays the same. */
export type IndexFilters = Pick<IndexEntry, 'access' | 'collection'>

/** What the asking principal may see, and what they asked to see. All parts must hold. */
export interface SearchScope {
  /** At least one of these must be on the document's access list. */
  readonly access: readonly string[]
  readonly documentIds?: readonly string[] | undefined
  readonly collections?: readonly string[] | undefined
  readonly mediaTypes?: readonly string[] | undefined
  readonly updatedAfter?: number | undefined
  readonly updatedBefore?: number | undefined
}

export interface IndexHit {
  readonly passageId: string
  readonly documentId: string
  readonly score: number
}

/** A question in the forms that the searches need. */
export interface BothSearches {
  /** As it was asked, for a re-ranker that reads. */
  readonly text: string
  readonly terms: readonly string[]
  readonly vector: Float32Array
}

/** What `searchLexical` and `searchVector` would find. */
export interface BothHits {
  readonly lexical: readonly IndexHit[]
  readonly vector: readonly IndexHit[]
  /** What a re-ranker of the engine thinks of the best of them, by passage: higher is better. Empty without one, and when it was late. */
  readonly semantic: ReadonlyMap<string, number>
}

export interface TermStatistics {
  /** How many passages the statistics are drawn from. */
  readonly passages: number
  /** In how many of them each asked term occurs; 0 for an unknown term. */
  readonly frequencies: ReadonlyMap<string, number>
}

/** A term to which similar ones are asked for, and how many letters they may differ in. */
export interface AskedTerm {
  readonly term: string
  readonly edits: 1 | 2
}

/** A document version that a partition holds passages of, and how many. */
export interface IndexedVersion {
  readonly versionId: string
  readonly documentId: string
  readonly passages: number
}

/**
 * Full-text and vector search over passages. Hits are candidates: the registry decides what may be shown.
 * Operations with a question mark are for engines that gain by them; all others leave them out.
 */
export interface SearchIndex extends AsyncDisposable {
  /**
   * Add entries; an entry with a known passage id replaces the old one. Durable when it returns; found by searches at once,
   * or, where there is a `settle`, soon. Removals and new filters show in searches when their call returns.
   */
  readonly upsert: (partition: IndexPartition, entries: readonly IndexEntry[]) => Promise<void>
  /** Remove all passages of the document versions; succeeds when there are none. */
  readonly removeVersions: (partition: IndexPartition, versionIds: readonly string[]) => Promise<void>
  /** Let all passages of these documents be found under another access list and collection; succeeds when there are none. Durable when it returns. */
  readonly setFilters: (
    partition: IndexPartition,
    documentIds: readonly string[],
    filters: IndexFilters,
  ) => Promise<void>
  /** Remove a partition with everything in it; succeeds when there is none. */
  readonly removePartition: (partition: IndexPartition) => Promise<void>
  /** BM25 over the analysed terms, best first. No terms, no hits. */
  readonly searchLexical: (
    partition: IndexPartition,
    terms: readonly string[],
    scope: SearchScope,
    limit: number,
    signal: AbortSignal,
  ) => Promise<readonly IndexHit[]>
  /** Cosine similarity, best first. */
  readonly searchVector: (
    partition: IndexPartition,
    vector: Float32Array,
    scope: SearchScope,
    limit: number,
    signal: AbortSignal,
  ) => Promise<readonly IndexHit[]>
  /** Both searches in one round trip, for engines that are asked over a network. */
  readonly searchBoth?: (
    partition: IndexPartition,
    question: BothSearches,
    scope: SearchScope,
    limit: number,
    signal: AbortSignal,
  ) => Promise<BothHits>
  /** Wait until searches find everything that this process has written. Throws `service-unavailable` when that takes too long. */
  readonly settle?: (partition: IndexPartition) => Promise<void>
  /** Tell other programs that this partition is now the one of its tenant to read: a stable name leads to it. */
  readonly announce?: (partition: IndexPartition) => Promise<void>
  /** In how many passages each term occurs, over the whole partition (or a fair sample of a very large one). */
  readonly termStatistics: (partition: IndexPartition, terms: readonly string[]) => Promise<TermStatistics>
  /**
   * Terms of the whole partition that begin with the same letter as an asked one and differ from it in at most so many edits:
   * nearest first, then most frequent, at most 20 for each. They may stand in passages that the asker must not read: nothing
   * may be told about them before a readable passage was seen to hold them. Left out by engines that cannot list their terms;
   * spelling is then not corrected.
   */
  readonly similarTerms?: (
    partition: IndexPartition,
    asked: readonly AskedTerm[],
  ) => Promise<ReadonlyMap<string, readonly string[]>>
  readonly count: (partition: IndexPartition) => Promise<number>
  /** The vectors of these passages as they were written. What the partition does not hold, or cannot give back, is left out. */
  readonly readVectors: (
    partition: IndexPartition,
    passageIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Float32Array>>
  /**
   * The versions that the partition holds passages of, or those among the given ones, in the order of their ids. Needs the
   * same little memory however many there are; what is written meanwhile may be missing or counted in part.
   */
  readonly listVersions: (
    partition: IndexPartition,
    signal: AbortSignal,
    only?: readonly string[],
  ) => AsyncIterable<IndexedVersion>
  /** Fold recent writes into the search structures when enough have gathered; cheap when there is nothing to do. */
  readonly optimize: (partition: IndexPartition) => Promise<void>
  /**
   * Rewrite the storage without what was removed from it. Its old files stay for searches that still read them, and go with
   * the first call from the returned moment on.
   */
  readonly erase: (partition: IndexPartition) => Promise<Date>
}
