import type { Clock } from '../../contracts/call-context.ts'
import type { Blobs } from '../../platform/blobs/blobs.ts'
import type { Database } from '../../platform/database/database.ts'
import type { IndexPartition, SearchIndex } from '../../platform/search-index/search-index.ts'
import type { GiveWay } from '../give-way.ts'

/**
 * Something in which the stores of a library differ.
 * - orphan: something is there that should not be.
 * - missing: something is not there, or not all of it, that should be; `surplus` when there is more than there should be.
 * - open-deletion: a deleted document is not gone from every store yet.
 */
export type Finding =
  | { readonly type: 'orphan'; readonly store: 'index'; readonly partition: IndexPartition; readonly versionId: string }
  | { readonly type: 'orphan'; readonly store: 'passages'; readonly versionId: string }
  | { readonly type: 'orphan'; readonly store: 'originals'; readonly sha256: string }
  | { readonly type: 'orphan'; readonly store: 'answers'; readonly documentId: string }
  | LackingEntries
  | LackingText
  | (LackingVersion & { readonly store: 'originals' })
  | { readonly type: 'open-deletion'; readonly documentId: string }

interface LackingVersion {
  readonly type: 'missing'
  readonly documentId: string
  readonly versionId: string
  readonly version: number
}

/** A version of which the index does not hold the right number of passages. */
export type LackingEntries = LackingVersion & {
  readonly store: 'index'
  readonly partition: IndexPartition
  /** Whether searches use this part of the index. */
  readonly isActive: boolean
  readonly surplus: boolean
}
/** A version of which the registry does not hold all passages. */
export type LackingText = LackingVersion & { readonly store: 'passages' }

/** The stores that are compared. */
export interface Stores {
  readonly database: Database
  readonly blobs: Blobs
  readonly index: SearchIndex
  /** The one that this program writes. */
  readonly generation: string
  readonly clock: Clock
}

/** One look at the library of one tenant. */
export interface Look {
  readonly tenantId: string
  /** What changed after this moment may still be at work, and is left alone. */
  readonly settledBefore: Date
  readonly signal: AbortSignal
  /** A look is never urgent. */
  readonly giveWay: GiveWay
}
