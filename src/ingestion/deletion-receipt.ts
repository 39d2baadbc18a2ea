import { and, eq, inArray, sql } from 'drizzle-orm'
import { assertNever } from '../contracts/assert-never.ts'
import { PURGED_STORES } from '../contracts/deletions.ts'
import type { Transaction } from '../platform/database/database.ts'
import { deletions, type PurgedStoreRow } from '../platform/database/schema.ts'

type PurgedStore = PurgedStoreRow['store']

/**
 * What a receipt learns about one store: that so many things were found there that are about to be removed, that so many
 * were removed in this very transaction, or that nothing is left.
 */
export type PurgeNote =
  | { readonly type: 'found'; readonly count: number; readonly kept?: number }
  | { readonly type: 'removed'; readonly count: number }
  | { readonly type: 'gone'; readonly at: Date; readonly erasedBy?: Date; readonly uncounted?: true }

/** A note on one store for the receipt of one document. */
export interface ReceiptEntry {
  readonly documentId: string
  readonly store: PurgedStore
  readonly note: PurgeNote
}

/**
 * Write notes into receipts, in their order. A receipt is complete once nothing is left in any store, and opens again when
 * something is found in one later, which a worker that was late may have left. Two statements, however many there are.
 */
export async function writeReceipts(
  tx: Transaction,
  tenantId: string,
  entries: readonly ReceiptEntry[],
): Promise<void> {
  const ofDocument = Map.groupBy(entries, ({ documentId }) => documentId)
  if (ofDocument.size === 0) return
  const those = and(eq(deletions.tenantId, tenantId), inArray(deletions.documentId, [...ofDocument.keys()]))
  const rows = await tx.select().from(deletions).where(those).orderBy(deletions.documentId).for('update')
  const changed = rows.flatMap((row) => {
    const notes = ofDocument.get(row.documentId) ?? []
    const stores = notes.reduce((known, { store, note }) => withNote(known, store, note), row.stores)
    return stores === row.stores ? [] : [{ ...row, stores, completedAt: completionOf(stores) }]
  })
  if (changed.length === 0) return
  await tx
    .insert(deletions)
    .values(changed)
    .onConflictDoUpdate({
      target: [deletions.tenantId, deletions.documentId],
      set: { stores: sql`excluded.stores`, completedAt: sql`excluded.completed_at` },
    })
}

/** The stores of a receipt after a note. What was found before a crash stays counted when it is not found again. */
export function withNote(
  stores: readonly PurgedStoreRow[],
  store: PurgedStore,
  note: PurgeNote,
): readonly PurgedStoreRow[] {
  const known = stores.find((row) => row.store === store)
  const next = nextRow(known ?? { store, removed: 0, at: null }, known !== undefined, note)
  return next === known ? stores : [...stores.filter((row) => row.store !== store), next]
}

function nextRow(row: PurgedStoreRow, isKnown: boolean, note: PurgeNote): PurgedStoreRow {
  const removed = row.removed ?? 0
  switch (note.type) {
    case 'gone': {
      if (row.at !== null) return row
      const erased = note.erasedBy === undefined ? {} : { erasedBy: note.erasedBy.toISOString() }
      return { ...row, removed: note.uncounted ? null : removed, at: note.at.toISOString(), ...erased }
    }
    case 'removed':
      return note.count === 0 && isKnown ? row : { ...row, removed: removed + note.count, at: null }
    case 'found': {
      if (row.at !== null && note.count === 0) return row
      const kept = note.kept === undefined ? {} : { kept: note.kept }
      return {
        ...row,
        ...kept,
        removed: row.at === null ? Math.max(removed, note.count) : removed + note.count,
        at: null,
      }
    }
    default:
      return assertNever(note)
  }
}

function completionOf(stores: readonly PurgedStoreRow[]): Date | null {
  const times = PURGED_STORES.map((name) => stores.find(({ store }) => store === name)?.at ?? null)
  const last = times.reduce((latest, at) => (latest === null || at === null ? null : at > latest ? at : latest), '')
  return last === null ? null : new Date(last)
}

/** The same note on a store for all of these documents. */
export function forAll(documentIds: readonly string[], store: PurgedStore, note: PurgeNote): readonly ReceiptEntry[] {
  return documentIds.map((documentId) => ({ documentId, store, note }))
}
