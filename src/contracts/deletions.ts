import { z } from 'zod'

/** Where a document leaves something. */
export const PURGED_STORES = ['cache', 'index', 'passages', 'originals', 'answers'] as const

/** What was removed from one store, and when nothing led there any more. */
export const PurgedStore = z.object({
  store: z.enum(PURGED_STORES),
  removed: z
    .number()
    .int()
    .nullable()
    .describe('How many: index entries, passages, files, answers; null: not counted.'),
  kept: z.number().int().describe('Files that stay because another document has the very same.'),
  gone_at: z.iso.datetime().nullable().describe('From then on it cannot be reached there; null while it is removed.'),
  erased_by: z.iso
    .datetime()
    .nullable()
    .describe('By then its files are rewritten as well; null where that is up to the store.'),
  erased_at: z.iso.datetime().nullable().describe('When they were; null until then, or where it is not known.'),
})
export type PurgedStore = z.infer<typeof PurgedStore>

/** The proof that a deleted document is gone. It holds no text and no name. */
export const DeletionReceipt = z.object({
  document_id: z.uuid(),
  deleted_by: z.string(),
  deleted_at: z.iso.datetime().describe('No answer used it from then on.'),
  sha256s: z.array(z.string()).describe('Of the original of each version.'),
  completed_at: z.iso.datetime().nullable().describe('When it was gone from every store; null until then.'),
  stores: z.array(PurgedStore),
})
export type DeletionReceipt = z.infer<typeof DeletionReceipt>

/** One page of deletions, newest first. */
export const DeletionPage = z.object({
  deletions: z.array(DeletionReceipt),
  next_cursor: z.string().nullable().describe('Give it back to read on; null at the end.'),
})
export type DeletionPage = z.infer<typeof DeletionPage>
