import { z } from 'zod'
import { DEFAULT_TOP_K, Filters, Interpret, MAXIMUM_QUERY_LENGTH, MAXIMUM_TOP_K } from './filters.ts'
import { SkippedPart } from './retrieval.ts'
import type { Port } from './service.ts'
import { Understood } from './understood.ts'

/** What is said when the documents do not hold the answer; kept word for word so that callers can rely on it. */
export const ABSTENTION = "I don't have enough information to answer that."
/** Stands behind a sentence that its source does not carry, where such sentences are shown at all. */
export const UNCONFIRMED = '(not confirmed by its source)'
/** From here on an answer is shown as well supported (green). */
export const HIGH_CONFIDENCE = 0.8
/** From here on as partly supported (amber); below it as weak (red). */
export const MEDIUM_CONFIDENCE = 0.6

export const AskInput = z.strictObject({
  query: z.string().max(MAXIMUM_QUERY_LENGTH),
  filters: Filters.optional(),
  top_k: z.number().int().min(1).max(MAXIMUM_TOP_K).default(DEFAULT_TOP_K),
  interpret: Interpret.optional(),
  conversation_id: z
    .uuid()
    .optional()
    .describe('A conversation that you began: the question is understood with those before it, and kept with them.'),
})
export type AskInput = z.infer<typeof AskInput>

/** Older turns are hardly ever meant, and would cost tokens with every question. */
export const MOST_EARLIER_TURNS = 8

/** A turn before a question, as its asker tells it. */
export const EarlierTurn = z.object({ question: z.string().max(MAXIMUM_QUERY_LENGTH), answer: z.string().max(10_000) })
export type EarlierTurn = z.infer<typeof EarlierTurn>

/** A question, with what was said before where that is not kept here: programs that hold the conversation themselves. */
export const AskOperationInput = AskInput.extend({ earlier: z.array(EarlierTurn).max(MOST_EARLIER_TURNS).optional() })
export type AskOperationInput = z.infer<typeof AskOperationInput>

/** Enough to open the original at the passage and to highlight the words: `quote` is the canonical text from `start` to `end`. */
export const Citation = z.object({
  number: z.number().int().min(1),
  document_id: z.uuid(),
  version: z.number().int(),
  passage_id: z.uuid(),
  title: z.string(),
  source: z.string(),
  page: z.number().int().nullable(),
  heading: z.array(z.string()),
  start: z.number().int(),
  end: z.number().int(),
  quote: z.string(),
  relevance_score: z.number(),
})
export type Citation = z.infer<typeof Citation>

export const TokenUsage = z.object({
  prompt: z.number().int(),
  completion: z.number().int(),
  total: z.number().int(),
})
export type TokenUsage = z.infer<typeof TokenUsage>

/** One sentence of the answer, or one item of a quoted list: where it stands in `answer` (markers included) and the numbers of its citations. */
export const AnswerSentence = z.object({
  text: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  citations: z.array(z.number().int()).min(1),
  unsupported: z
    .array(z.string())
    .optional()
    .describe(
      'There when the source does not carry the sentence and the installation marks such sentences instead of dropping them: the numbers, names and "not" that it adds.',
    ),
})
export type AnswerSentence = z.infer<typeof AnswerSentence>

export const NearestPassage = z.object({
  document_id: z.uuid(),
  version: z.number().int(),
  passage_id: z.uuid(),
  title: z.string(),
  page: z.number().int().nullable(),
  heading: z.array(z.string()),
  text: z.string(),
  relevance_score: z.number(),
})

/** How an answer was made, so that nobody takes quoted sentences for a model's words or the other way round. */
export const MadeBy = z.object({
  mode: z.enum(['extractive', 'model']),
  model: z.string(),
  fallback_reason: z.string().nullable().describe('Why a configured model did not answer, or null.'),
})

/** The answer envelope: the JSON reply of `POST /api/ask` and the last part of a stream. It depends on the library, the question and, in a conversation, those before it. */
export const AnswerEnvelope = z.object({
  outcome: z.enum(['answered', 'abstained']),
  answer: z.string(),
  sentences: z.array(AnswerSentence),
  citations: z.array(Citation),
  confidence: z.number().min(0).max(1),
  confidence_level: z.enum(['high', 'medium', 'low']),
  nearest_passages: z.array(NearestPassage).describe('Filled when the answer is an abstention.'),
  unreadable_documents: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      'Told with an abstention: how many documents the asker may see that could not be read, so that the answer may stand in one of them. Absent when there are none.',
    ),
  made_by: MadeBy,
  token_usage: TokenUsage,
  understood: Understood.optional().describe('What was read from the question; not kept with past answers.'),
  standalone_question: z
    .string()
    .optional()
    .describe('How a follow-up was read, and what was searched for; absent for a question that stood for itself.'),
  degraded: z
    .array(SkippedPart)
    .optional()
    .describe(
      'Parts of the search that were left out because their model did not answer in time; absent when none was.',
    ),
})
export type AnswerEnvelope = z.infer<typeof AnswerEnvelope>
/** What an answer says of how it came about. */
export type HowMade = Pick<
  AnswerEnvelope,
  'made_by' | 'token_usage' | 'understood' | 'standalone_question' | 'degraded'
>

export const RetrievalEndPart = z.object({ type: z.literal('retrieval-end'), passages: z.number().int() })
export const TextDeltaPart = z.object({ type: z.literal('text-delta'), text: z.string() })
export const CitationPart = z.object({ type: z.literal('citation'), citation: Citation })
export const AnswerEndPart = z.object({ type: z.literal('answer-end'), answer: AnswerEnvelope })
export const ErrorPart = z.object({
  type: z.literal('error'),
  code: z.string(),
  detail: z.string(),
  request_id: z.string(),
})

/** Parts of a streamed answer, in order: one `retrieval-end`, `citation` before the `text-delta` that first uses it, one `answer-end`. Joined deltas equal `answer`. */
export const AnswerPart = z.discriminatedUnion('type', [
  RetrievalEndPart,
  TextDeltaPart,
  CitationPart,
  AnswerEndPart,
  ErrorPart,
])
export type AnswerPart = z.infer<typeof AnswerPart>

/** An answer that was given again without being made again. */
export const ReusedAnswer = z.object({
  query: z.string(),
  answer: AnswerEnvelope,
  duration_in_ms: z.number().int(),
})

export const orchestrationContract = {
  name: 'orchestration',
  operations: {
    ask: { input: AskOperationInput, output: AnswerPart, streams: true },
    recordReuse: { input: ReusedAnswer, output: z.object({}) },
  },
} as const
export type Orchestration = Port<typeof orchestrationContract>
