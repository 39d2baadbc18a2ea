import { z } from 'zod'

const rank = z.number().int().min(1).nullable()

/** A passage that was re-ranked, with everything that decided its place. Ranks begin with 1; null where it was not listed. */
export const ExplainedPassage = z.object({
  passage_id: z.uuid(),
  rank: z.number().int().min(1).describe('Place after re-ranking, before copies were left out.'),
  lexical: z.number().nullable().describe('BM25 score.'),
  lexical_rank: rank,
  vector: z.number().nullable().describe('Cosine similarity.'),
  vector_rank: rank,
  fused: z.number(),
  fused_rank: rank,
  score: z.number().describe('Fused score and the score of the features, blended; 0 to 1 within one question.'),
  features: z
    .array(z.object({ name: z.string(), value: z.number(), weight: z.number(), contribution: z.number() }))
    .describe('What the re-ranker looked at; a contribution is value times weight.'),
})
export type ExplainedPassage = z.infer<typeof ExplainedPassage>

/** Why a passage that was asked about is there, or not. `missing` covers what does not exist and what one may not read. */
export const PASSAGE_STATES = [
  'returned',
  'below-top-k',
  'below-re-ranking',
  'duplicate',
  'without-phrase',
  'not-found-by-search',
  'filtered-out',
  'outdated-version',
  'missing',
] as const

export const AskedPassage = z.object({
  passage_id: z.uuid(),
  state: z.enum(PASSAGE_STATES),
  detail: z.string().describe('The state as a sentence.'),
  lexical_rank: rank,
  vector_rank: rank,
  fused_rank: rank,
  rank: rank.describe('Place after re-ranking.'),
})
export type AskedPassage = z.infer<typeof AskedPassage>

/** How a search came to its passages. */
export const SearchExplanation = z.object({
  terms: z
    .array(z.object({ term: z.string(), weight: z.number() }))
    .describe('What was searched for, stemmed, with the weight in re-ranking.'),
  reused_search: z
    .boolean()
    .optional()
    .describe(
      'True when it reused the search of a like question of the last hour; what may be shown was looked up anew.',
    ),
  passages: z.array(ExplainedPassage).describe('The returned passages, in order.'),
  asked: z.array(AskedPassage).describe('The passages that were asked about, in that order.'),
})
export type SearchExplanation = z.infer<typeof SearchExplanation>
