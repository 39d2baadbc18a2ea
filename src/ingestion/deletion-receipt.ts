import { and, eq, inArray, sql } from 'drizzle-orm'
import { assertNever } from '../contracts/assert-never.ts'
import { PURGED_STORES } from '../contracts/deletions.ts'
import type { Transaction } from '../platform/database/database.ts'
import { deletions, type PurgedStoreRow } from '../platform/database/schema.ts'

type PurgedStore = PurgedStoreRow['store']

/**
 * What a receipt learns about one store: that so many things were found there that are about to be removed, that so many
 * were removed in this very transaction, that nothing is left, that its files are rewritten, that the old files are gone.
 */
export type PurgeNote =
  | { readonly type: 'found'; readonly count: number; readonly kept?: number }
  | { readonly type: 'removed'; readonly count: number }
  | { readonly type: 'gone'; readonly at: Date; readonly erasedBy?: Date; readonly uncounted?: true }
  | { readonly type: 'rewritten'; readonly eraseFrom: Date }
  | { readonly type: 'erased'; readonly at: Date }

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
  const { store, removed, at } = row
  const before = removed ?? 0
  const kept = row.kept === undefined ? {} : { kept: row.kept }
  switch (note.type) {
    case 'found':
      if (at !== null && note.count === 0) return row
      return {
        store,
        ...(note.kept === undefined ? kept : { kept: note.kept }),
        removed: at === null ? Math.max(before, note.count) : before + note.count,
        at: null,
      }
    case 'removed':
      return note.count === 0 && isKnown ? row : { store, ...kept, removed: before + note.count, at: null }
    case 'gone': {
      if (at !== null) return row
      const erased = note.erasedBy === undefined ? {} : { erasedBy: note.erasedBy.toISOString() }
      return { ...row, removed: note.uncounted ? null : before, at: note.at.toISOString(), ...erased }
    }
    case 'rewritten':
      return at === null || row.eraseFrom !== undefined ? row : { ...row, eraseFrom: note.eraseFrom.toISOString() }
    case 'erased':
      return at === null ? row : { ...row, erasedAt: note.at.toISOString() }
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
