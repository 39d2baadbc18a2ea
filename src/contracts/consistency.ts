import { z } from 'zod'

const count = z.number().int()

/** One thing that does not agree, by its ids. */
export const Discrepancy = z.object({
  type: z.enum(['orphan', 'missing', 'open-deletion']),
  store: z.enum(['index', 'passages', 'originals', 'answers']).nullable(),
  document_id: z.uuid().nullable(),
  version: z.number().int().nullable(),
})
export type Discrepancy = z.infer<typeof Discrepancy>

/** Whether registry, index and originals of an organisation hold the same library. All counts should be 0. */
export const Consistency = z.object({
  checked_at: z.iso.datetime(),
  orphans: z
    .object({ index: count, passages: count, originals: count, answers: count })
    .describe('Versions in the index or passages in the registry, files and answers that nothing should lead to.'),
  missing: z
    .object({ index: count, passages: count, originals: count })
    .describe('Current versions that the index or the registry does not hold whole; versions without their file.'),
  open_deletions: count.describe('Deletions that are not complete although they should be.'),
  examples: z.array(Discrepancy).describe('The first of them.'),
})
export type Consistency = z.infer<typeof Consistency>
