import { z } from 'zod'
import { Feedback } from './feedback.ts'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Milliseconds = z.number().int()

/**
 * What happened with one question. Words are here as hashes only: the record stays when question, answer or document are
 * deleted. Hashes of what the asker and the answer said are salted, so that what was deleted cannot be guessed.
 */
export const RecordEntry = z.object({
  format: z.literal([1, 2]).describe('In 1 the object id stands in the record; in 2 its salted hash, "person:<hash>".'),
  tenant_id: z.string(),
  answer_id: z.uuid(),
  request_id: z.string(),
  at: z.iso.datetime(),
  principal: z.object({
    object_id: z.string(),
    kind: z.string(),
    roles: z.array(z.string()),
    group_ids: z.array(z.string()),
  }),
  conversation_id: z.uuid().nullable(),
  question_hash: Hash,
  standalone_question_hash: Hash.nullable().describe('Of how a follow-up was read.'),
  outcome: z.enum(['answered', 'abstained', 'failed', 'cancelled']),
  cache: z.enum(['made', 'reused']).describe('"reused": an answer of the last minutes was given again.'),
  mode: z.enum(['extractive', 'model']),
  model: z.string(),
  fallback_reason: z.string().nullable(),
  prompt_version: z
    .string()
    .nullable()
    .describe('Rules of the code, a slash, and the version of the wording. Null where no prompt was written.'),
  parameters: z
    .object({
      top_k: z.number().int(),
      interpret: z.boolean(),
      answer_tokens: z.number().int(),
      filters_hash: Hash.nullable(),
    })
    .nullable(),
  usage: z.object({ prompt: z.number().int(), completion: z.number().int() }),
  cost_in_micros: z.number().int().nullable().describe('Null where no price is configured.'),
  passages: z
    .array(
      z.object({
        document_id: z.uuid(),
        version: z.number().int(),
        passage_id: z.uuid(),
        text_hash: Hash,
        relevance_score: z.number(),
        suspicious: z.boolean(),
      }),
    )
    .describe('What was found, best first.'),
  sentences: z.array(z.object({ hash: Hash, citations: z.array(z.number().int()) })),
  citations: z.array(
    z.object({
      number: z.number().int(),
      document_id: z.uuid(),
      version: z.number().int(),
      passage_id: z.uuid(),
      quote_hash: Hash,
    }),
  ),
  guardrails: z.object({
    sentences_dropped: z.number().int().describe('Sentences of the model that no passage supported.'),
    suspicious_passages: z.number().int().describe('Passages that talk to a model, which were fenced harder.'),
  }),
  timings: z
    .object({
      understanding: Milliseconds.optional(),
      retrieval: Milliseconds.optional(),
      first_text: Milliseconds.optional(),
      total: Milliseconds,
    })
    .describe('In milliseconds; the first three since the question came. A stage that was not reached is left out.'),
})
export type RecordEntry = z.infer<typeof RecordEntry>

const Gone = z.object({ source_state: z.literal('deleted') })

/** The record of an answer, for whoever asked and for administrators: less what names documents that the reader may not see. */
export const ExplainedAnswer = z.object({
  record: RecordEntry.extend({
    principal: RecordEntry.shape.principal.extend({
      object_id: z.string().nullable().describe('Null when the personal data of whoever asked was erased.'),
    }),
    passages: z.array(z.union([RecordEntry.shape.passages.element, Gone])),
    citations: z.array(z.union([RecordEntry.shape.citations.element, Gone.extend({ number: z.number().int() })])),
  }),
  chain: z
    .object({
      sequence: z.number().int(),
      previous_hash: Hash,
      hash: Hash,
      intact: z.boolean().describe('Whether the hash is that of the record and of the one before it.'),
    })
    .nullable()
    .describe('Null for a moment, until the record is linked.'),
  feedback: Feedback.omit({ text: true })
    .nullable()
    .describe('What whoever asked said of the answer, less their words; null when nothing.'),
})
export type ExplainedAnswer = z.infer<typeof ExplainedAnswer>

export const BREAKS = [
  'record-changed',
  'record-missing',
  'checkpoint-changed',
  'content-changed',
  'answer-unrecorded',
  'person-changed',
  'signature-wrong',
  'copy-differs',
] as const

/** What a look at the whole chain of a tenant found. */
export const RecordsReport = z.object({
  records: z.number().int(),
  unlinked: z.number().int().describe('Records of the last moments that are not linked yet.'),
  first_sequence: z.number().int().nullable(),
  head: z.object({ sequence: z.number().int(), hash: Hash }).nullable().describe('Write it down to compare later.'),
  broken: z
    .object({ reason: z.enum(BREAKS), sequence: z.number().int().nullable(), answer_id: z.uuid().nullable() })
    .nullable()
    .describe('The first that is not as it was written; null when all are.'),
})
export type RecordsReport = z.infer<typeof RecordsReport>
