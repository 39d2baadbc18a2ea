import { z } from 'zod'
import { DEFAULT_TOP_K, Filters, Interpret, MAXIMUM_QUERY_LENGTH, MAXIMUM_TOP_K } from './filters.ts'
import { SearchExplanation } from './search-explanation.ts'
import type { Port } from './service.ts'
import { NOTHING_UNDERSTOOD, Understood } from './understood.ts'

/** Passages one may ask about by name; each costs a look into the registry. */
const MOST_PASSAGES_EXPLAINED = 20

export const ExplainInput = z.union([
  z.boolean(),
  z.strictObject({
    passage_ids: z
      .array(z.uuid())
      .min(1)
      .max(MOST_PASSAGES_EXPLAINED)
      .describe('Passages of which one wants to know why they are there or not.'),
  }),
])

export const SearchInput = z.object({
  query: z.string().min(1).max(MAXIMUM_QUERY_LENGTH),
  filters: Filters.optional(),
  top_k: z.number().int().min(1).max(MAXIMUM_TOP_K).default(DEFAULT_TOP_K),
  interpret: Interpret.optional(),
  explain: ExplainInput.optional().describe('For administrators: tell how each passage got its place, or why not.'),
})
export type SearchInput = z.infer<typeof SearchInput>

/** The scores a passage got on its way to the top, each in the unit of its stage; null where the stage did not find it. */
export const PassageScores = z.object({
  lexical: z.number().nullable().describe('BM25 score.'),
  vector: z.number().nullable().describe('Cosine similarity, -1 to 1.'),
  fused: z.number().describe('Score after fusion.'),
  coverage: z.number().describe('Share of the idf mass of the question terms that the passage contains, 0 to 1.'),
  best_sentences: z.number().describe('The same share for the best two neighbouring sentences, 0 to 1.'),
})

/** A word of a passage that was searched for: `text.slice(start, end)`. */
export const MatchedTerm = z.object({
  term: z.string().describe('The searched term, stemmed.'),
  start: z.number().int(),
  end: z.number().int(),
})
export type MatchedTerm = z.infer<typeof MatchedTerm>

/** One passage of a readable document, in ranked order. `text` equals the canonical text of the version from `start` to `end`. */
export const RankedPassage = z.object({
  passage_id: z.uuid(),
  document_id: z.uuid(),
  version: z.number().int(),
  title: z.string(),
  source: z.string(),
  external_id: z.string(),
  media_type: z.string(),
  page: z.number().int().nullable(),
  page_end: z.number().int().nullable(),
  heading: z.array(z.string()),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  parts: z
    .array(z.object({ passage_id: z.uuid(), start: z.number().int(), end: z.number().int() }))
    .optional()
    .describe('The neighbouring passages it was joined from, where it was; they may overlap.'),
  suspicious: z.boolean().describe('It talks to a model instead of to a reader.'),
  relevance_score: z.number().describe('Final score, 0 to 1.'),
  scores: PassageScores,
  matches: z.array(MatchedTerm).default([]).describe('The searched words in `text`, in order.'),
})
export type RankedPassage = z.infer<typeof RankedPassage>

/** How strong the evidence for an answer is, measured over the ranked passages. */
export const Evidence = z.object({
  strength: z
    .number()
    .describe('BM25 score of the best passage divided by the idf mass of the question; comparable between questions.'),
  coverage: z.number().describe('Best idf coverage among the passages, 0 to 1.'),
  agreement: z
    .number()
    .nullable()
    .describe(
      'Share of the lexical top five that the vector search found as well, 0 to 1; null when there was no vector search, because the embedding model knows no word of the question or was left out.',
    ),
  term_weights: z
    .record(z.string(), z.number())
    .describe('How much each stemmed question term tells: its inverse document frequency.'),
  language: z.string().describe('ISO 639-1 code of the language in which the Latin words of the question were read.'),
})
export type Evidence = z.infer<typeof Evidence>

/** A part of the search that was left out, and why if not because its model did not answer in time. */
export const SkippedPart = z.enum(['vector', 'rerank', 'changed_model'])
export type SkippedPart = z.infer<typeof SkippedPart>

export const SearchOutput = z.object({
  passages: z.array(RankedPassage),
  evidence: Evidence,
  generation: z.string(),
  degraded: z
    .array(SkippedPart)
    .optional()
    .describe(
      'Parts that were left out because their model did not answer in time: vector (found by words alone), rerank (in the order before the re-ranking model). With changed_model the vectors are left out because the embedding model is not the one that built the index: an administrator runs "npx footnote reindex". Absent when nothing was.',
    ),
  understood: Understood.default(NOTHING_UNDERSTOOD),
  /**
   * The question as it may be put to the passages: without what became a filter, with corrected words; then the same with
   * other forms of its acronyms and codes. Never empty in new output.
   */
  readings: z.array(z.string()).default([]),
  explanation: SearchExplanation.optional().describe('When it was asked for.'),
})
export type SearchOutput = z.infer<typeof SearchOutput>

/** What the public route answers. Term weights and language stay inside: they would tell whether a word occurs in documents that one may not read. */
export const SearchReply = SearchOutput.omit({ readings: true }).extend({
  passages: z.array(RankedPassage.omit({ suspicious: true })),
  evidence: Evidence.omit({ term_weights: true, language: true }),
})
export type SearchReply = z.infer<typeof SearchReply>

export const retrievalContract = {
  name: 'retrieval',
  operations: { search: { input: SearchInput, output: SearchOutput } },
} as const
export type Retrieval = Port<typeof retrievalContract>
