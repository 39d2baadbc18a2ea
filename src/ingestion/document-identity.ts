import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { problem } from '../contracts/errors.ts'
import type { Transaction } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'

/** What a source calls a document. One identity has at most one document at a time; deleted ones stay as tombstones. */
export interface DocumentIdentity {
  readonly tenantId: string
  readonly source: string
  readonly externalId: string
}

type DocumentRow = typeof documents.$inferSelect

/** What is known of an identity. */
export interface KnownDocument {
  /** The document, locked until the transaction ends; null when there is none, or none any more. */
  readonly document: DocumentRow | null
  /** What is left of the one that was deleted last; not looked for while there is a document. */
  readonly tombstone: DocumentRow | null
  /** When the source last said something about it. */
  readonly toldAt: Date | null
}

/** Clocks of sources may run ahead of ours by this much; news from further in the future could shut out all others for ever. */
const CLOCK_SKEW_IN_MS = 300_000

/** Let news of one identity take turns until the transaction ends; news of others do not wait. */
export async function holdIdentity(tx: Transaction, { tenantId, source, externalId }: DocumentIdentity): Promise<void> {
  const name = JSON.stringify([tenantId, source, externalId])
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
}

/** Look an identity up. Deleting its document by id waits for this transaction, and this one for such a deletion. */
export async function findKnown(tx: Transaction, identity: DocumentIdentity): Promise<KnownDocument> {
  const { tenantId, source, externalId } = identity
  const same = and(eq(documents.tenantId, tenantId), eq(documents.source, source), eq(documents.externalId, externalId))
  const [document] = await tx
    .select()
    .from(documents)
    .where(and(same, isNull(documents.deletedAt)))
    .for('update')
  if (document !== undefined) return { document, tombstone: null, toldAt: document.sourceChangedAt }
  const [tombstone] = await tx
    .select()
    .from(documents)
    .where(and(same, isNotNull(documents.deletedAt)))
    .orderBy(desc(sql`coalesce(${documents.sourceChangedAt}, ${documents.deletedAt})`))
    .limit(1)
  if (tombstone === undefined) return { document: null, tombstone: null, toldAt: null }
  return { document: null, tombstone, toldAt: tombstone.sourceChangedAt ?? tombstone.deletedAt }
}

/**
 * When a piece of news counts as told: as its source says, within reason. News without a time count as of now, and follow
 * whatever is known already.
 */
export function timeOfNews(changedAt: Date | null, toldAt: Date | null, now: Date): Date {
  if (changedAt !== null) return new Date(Math.min(changedAt.getTime(), now.getTime() + CLOCK_SKEW_IN_MS))
  return new Date(Math.max(now.getTime(), (toldAt?.getTime() ?? 0) + 1))
}

/** True for news that something newer has overtaken. Of a change and a deletion at the same moment the deletion holds. */
export function isOvertaken(news: 'change' | 'deletion', at: Date, { toldAt, document }: KnownDocument): boolean {
  if (toldAt === null) return false
  const deletionHolds = news === 'change' && document === null
  return deletionHolds ? at <= toldAt : at < toldAt
}

/** Throwable when news come late. */
export function newsOvertaken(): Error {
  return problem(
    'news-overtaken',
    'Its source has told something newer about this document, so nothing was changed. Send a later "changed_at" if that is wrong.',
  )
}
