import { z } from 'zod'
import { MAXIMUM_QUERY_LENGTH } from './filters.ts'

export const GOLDEN_STATES = ['proposed', 'accepted', 'refused'] as const
export const GOLDEN_ORIGINS = ['hand', 'feedback', 'rules', 'model'] as const

/** As many lines as one call takes; the command line sends more in several. */
export const MOST_IMPORTED = 500

const Truth = z.string().trim().min(1).max(10_000)

/** Where a right answer stands. A document is named by its id, or by what its source calls it. */
export const GoldenEvidenceInput = z
  .strictObject({
    document_id: z.uuid().optional(),
    source: z.string().max(200).optional().describe('Only needed where two sources use the same external id.'),
    external_id: z.string().min(1).max(2_000).optional(),
    text_hash: z.string().max(200).nullish().describe('Of a passage, as an export has it.'),
    quote: z
      .string()
      .min(1)
      .max(2_000)
      .nullish()
      .describe('Words of the passage; without them and without a hash the whole document is meant.'),
    title: z.string().optional().describe('As an export has it; not looked at.'),
  })
  .refine((given) => given.document_id !== undefined || given.external_id !== undefined, {
    message: 'name the document: "document_id" or "external_id"',
  })
export type GoldenEvidenceInput = z.infer<typeof GoldenEvidenceInput>

/** A question with what is known to be right, as one writes it: a line of a file. */
export const GoldenInput = z.strictObject({
  question: z.string().trim().min(1).max(MAXIMUM_QUERY_LENGTH),
  truth: z
    .union([Truth.transform((one) => [one]), z.array(Truth).max(20)])
    .default([])
    .describe('Right answers, any of which will do.'),
  evidence: z
    .array(GoldenEvidenceInput)
    .max(50)
    .default([])
    .describe('Where they stand. Without truth and evidence the question has to be declined.'),
})
export type GoldenInput = z.infer<typeof GoldenInput>

export const GoldenEvidence = z.object({
  document_id: z.uuid(),
  title: z.string(),
  source: z.string(),
  external_id: z.string(),
  text_hash: z.string().nullable().describe('Of the passage; null for the whole document.'),
  quote: z.string().nullable().describe('How the passage begins; null for the whole document, and when it is stale.'),
  stale: z.boolean().describe('The document no longer has this passage: look at the label again.'),
})
export type GoldenEvidence = z.infer<typeof GoldenEvidence>

export const GoldenCase = z.object({
  id: z.uuid(),
  question: z.string(),
  truth: z.array(z.string()),
  evidence: z.array(GoldenEvidence),
  state: z.enum(GOLDEN_STATES).describe('Only accepted ones are measured on.'),
  stale: z.boolean().describe('Some of its evidence is; it is not measured on until that is mended.'),
  origin: z.enum(GOLDEN_ORIGINS),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  decided_by: z.string().nullable(),
  decided_at: z.iso.datetime().nullable(),
})
export type GoldenCase = z.infer<typeof GoldenCase>

export const GoldenPage = z.object({ cases: z.array(GoldenCase), next_cursor: z.string().nullable() })
export type GoldenPage = z.infer<typeof GoldenPage>

export const GoldenList = z.strictObject({
  state: z.enum(GOLDEN_STATES).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2_000).optional().describe('The next_cursor of the page before.'),
})
export type GoldenList = z.infer<typeof GoldenList>

export const GoldenImport = z.strictObject({ cases: z.array(GoldenInput).min(1).max(MOST_IMPORTED) })

export const GoldenImported = z.object({
  created: z.number().int(),
  replaced: z.number().int().describe('The question was there; truth and evidence are those of the file now.'),
  refused: z
    .array(z.object({ line: z.number().int().describe('From 1.'), reason: z.string() }))
    .describe('What was left out, and why.'),
})
export type GoldenImported = z.infer<typeof GoldenImported>

export const GoldenGenerate = z.strictObject({
  count: z.number().int().min(1).max(50).default(10).describe('How many to propose at most.'),
  by: z.enum(['rules', 'model']).optional().describe('What writes them; a model where there is one, else rules.'),
})
export type GoldenGenerate = z.infer<typeof GoldenGenerate>

export const GoldenGenerated = z.object({ proposed: z.number().int(), by: z.enum(['rules', 'model']) })
export type GoldenGenerated = z.infer<typeof GoldenGenerated>
