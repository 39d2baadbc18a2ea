import { z } from 'zod'

export const SOURCE_KINDS = ['folder', 'web-site', 'azure-container', 'share-point'] as const
export const SourceKind = z.enum(SOURCE_KINDS)
export type SourceKind = z.infer<typeof SourceKind>

/** Names of sources that documents have without coming from one. */
export const RESERVED_SOURCES: ReadonlySet<string> = new Set(['upload', 'samples'])

/** It stands in addresses, where a slash would be the end of it. */
export const SourceName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\]+$/, 'must not contain "/" or "\\"')

const count = z.number().int().min(0)

/** What a look at a source led to. */
export const SyncCounts = z.object({
  added: count,
  changed: count,
  deleted: count,
  unchanged: count,
  failed: count.describe('Documents that could not be read there or were not taken; they are tried again next time.'),
})
export type SyncCounts = z.infer<typeof SyncCounts>

/** What whoever keeps a source in step says about it. */
export const SourceReport = z.strictObject({
  kind: SourceKind,
  location: z.string().min(1).max(2_000).describe('A folder, an address; never a secret.'),
  state: z.enum(['syncing', 'idle', 'failed']),
  detail: z.string().max(2_000).nullable().default(null).describe('What went wrong and what to do, or null.'),
  counts: SyncCounts.nullable().default(null),
  cursor: z.string().max(10_000).nullable().optional().describe('Where the next look goes on; left out, it stays.'),
})
export type SourceReport = z.infer<typeof SourceReport>

/** A place that documents come from, and how far the last look at it got. */
export const Source = z.object({
  name: SourceName,
  kind: SourceKind,
  location: z.string(),
  state: z.enum(['syncing', 'idle', 'failed']),
  detail: z.string().nullable(),
  counts: SyncCounts.nullable(),
  cursor: z.string().nullable(),
  documents: count.describe('Documents that came from it and are there now.'),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
  kept_by: z.string().describe('Who keeps it in step.'),
})
export type Source = z.infer<typeof Source>

export const SourcePage = z.object({ sources: z.array(Source), next_cursor: z.string().nullable() })

/** A document of a source, as much as it takes to know whether it must be sent again. */
export const SourceItemPage = z.object({
  items: z.array(z.object({ external_id: z.string(), fingerprint: z.string().nullable(), document_id: z.uuid() })),
  next_cursor: z.string().nullable(),
})
export type SourceItemPage = z.infer<typeof SourceItemPage>

/** Documents that are gone at their source. */
export const Removals = z.strictObject({
  external_ids: z.array(z.string().min(1).max(1_000)).min(1).max(500),
  changed_at: z.iso.datetime().optional().describe('When they were seen to be gone; now when left out.'),
})

export const RemovalsReply = z.object({ removed: count.describe('How many were there.') })
