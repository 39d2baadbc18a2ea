import { z } from 'zod'

/** Longest question in characters; longer input is a document, not a question, and would only slow every stage. */
export const MAXIMUM_QUERY_LENGTH = 2_000
/** How many passages an answer rests on by default. */
export const DEFAULT_TOP_K = 5
export const MAXIMUM_TOP_K = 50

/** Restrict a search to some of the documents one may read. Unknown keys are refused: a filter that is ignored would mislead. */
export const Filters = z.strictObject({
  document_ids: z.array(z.uuid()).min(1).max(100).optional().describe('Only these documents.'),
  collections: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(100)
    .optional()
    .describe('Only documents of these collections.'),
  media_types: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(50)
    .optional()
    .describe('Only these media types, for example application/pdf.'),
  updated_after: z.iso.datetime().optional().describe('Only documents whose current version is newer than this time.'),
  updated_before: z.iso.datetime().optional().describe('Only documents whose current version is older than this time.'),
})
export type Filters = z.infer<typeof Filters>

/** The switch of `SearchInput` and `AskInput`; left out means true. */
export const Interpret = z
  .boolean()
  .describe(
    'Whether filters, exact phrases, corrected words and acronyms are read from the question (true unless said otherwise). False searches for the words as they are.',
  )
