import { z } from 'zod'

/** A piece of work that was given up after it failed again and again, and what it was about. */
export const DeadLetterSummary = z.object({
  id: z.string(),
  queue: z.string().describe('What was to be done; events have the name "topic.subscription".'),
  reason: z.string().describe('The last error.'),
  stage: z
    .string()
    .nullable()
    .describe('Where in the work it failed, for example "parsing"; null when it was not said.'),
  attempts: z.number().int(),
  failed_at: z.iso.datetime(),
  document: z
    .object({
      id: z.uuid(),
      title: z.string().nullable().describe('Null for a document that you may not read.'),
      version: z.number().int().nullable(),
    })
    .nullable()
    .describe('The document that it was about, if it still exists.'),
  payload: z.record(z.string(), z.unknown()).describe('Ids that tell what was to be done.'),
})
export type DeadLetterSummary = z.infer<typeof DeadLetterSummary>

export const DeadLetterPage = z.object({
  dead_letters: z.array(DeadLetterSummary),
  next_cursor: z.string().nullable(),
})
export type DeadLetterPage = z.infer<typeof DeadLetterPage>

/** Letters by id; all of the organisation when left out. */
export const DeadLetterChoice = z.strictObject({
  ids: z.array(z.string().min(1).max(200)).min(1).max(100).optional().describe('Left out: all there are.'),
})

export const ReplayReply = z.object({
  replayed: z.number().int().describe('What is tried again now.'),
  obsolete: z.number().int().describe('Letters that were only removed, because what they are about is done or gone.'),
})
export type ReplayReply = z.infer<typeof ReplayReply>

export const DiscardReply = z.object({ discarded: z.number().int() })
export type DiscardReply = z.infer<typeof DiscardReply>
