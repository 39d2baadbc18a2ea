import { z } from 'zod'

/** What became of a new generation beside the active one. */
export const GenerationComparison = z.object({
  questions: z.number().int().describe('How many of the questions that people asked last were looked at.'),
  reference: z
    .enum(['active', 'citations'])
    .describe(
      'What it is compared with: what the active generation finds, or, where this process cannot ask that one, what the recorded answers cite.',
    ),
  overlap_at_5: z
    .number()
    .nullable()
    .describe('Mean share of the first five of the reference that the new one has among its first five, 0 to 1.'),
  golden: z
    .object({
      questions: z.number().int(),
      active_hit_at_5: z.number().nullable().describe('Null where this process cannot ask the active generation.'),
      hit_at_5: z.number(),
      active_mrr_at_5: z.number().nullable().default(null),
      mrr_at_5: z.number().nullable().default(null).describe('Mean of one over the place of what is right.'),
    })
    .nullable()
    .describe(
      'Share of the golden and given questions for which a right passage, or a passage of a right document, is among the first five.',
    ),
})
export type GenerationComparison = z.infer<typeof GenerationComparison>

/** One build of the search index. */
export const IndexGeneration = z.object({
  id: z.string(),
  state: z
    .enum(['building', 'ready', 'active', 'retired'])
    .describe('Searches use the active one; a retired one is kept for a day and can be made active again.'),
  embedder: z.string(),
  dimensions: z.number().int(),
  chunker: z.string().describe('Rules that cut documents, and rules that turn texts into terms.'),
  passages: z.number().int(),
  documents: z.number().int().describe('How many documents there were when it was begun.'),
  documents_to_do: z.number().int().describe('Documents whose current version it does not hold yet.'),
  created_at: z.iso.datetime(),
  built_at: z.iso.datetime().nullable(),
  activated_at: z.iso.datetime().nullable(),
  retired_at: z.iso.datetime().nullable(),
  comparison: GenerationComparison.nullable(),
  override: z
    .object({ by: z.string(), reason: z.string() })
    .nullable()
    .describe('Who made it active although the comparison spoke against it, and why.'),
})
export type IndexGeneration = z.infer<typeof IndexGeneration>

export const IndexGenerationPage = z.object({
  generations: z.array(IndexGeneration),
  next_cursor: z.string().nullable(),
})
export type IndexGenerationPage = z.infer<typeof IndexGenerationPage>

const GenerationId = z.string().min(1).max(500).describe('An id, as the list of generations has it.')

/** A question with the external ids of the documents that answer it. */
export const GoldenQuestion = z.strictObject({
  query: z.string().min(1).max(2_000),
  documents: z.array(z.string().min(1).max(2_000)).min(1).max(100).describe('External ids; one of them is enough.'),
})
export type GoldenQuestion = z.infer<typeof GoldenQuestion>

export const ActivateGeneration = z.strictObject({
  id: GenerationId,
  golden: z.array(GoldenQuestion).max(500).optional().describe('Questions with known answers to compare on as well.'),
  override: z.boolean().optional().describe('Make it active although it finds worse; say why.'),
  reason: z.string().min(1).max(500).optional().describe('Why, with "override"; it is recorded.'),
})
export type ActivateGeneration = z.infer<typeof ActivateGeneration>

export const RemoveGeneration = z.strictObject({ id: GenerationId })

export const RebuildReply = z.object({ id: z.string().describe('Id of the new generation.') })
