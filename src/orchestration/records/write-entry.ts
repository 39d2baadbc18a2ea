import type { RecordEntry } from '../../contracts/answer-records.ts'
import type { Filters } from '../../contracts/filters.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { RankedPassage } from '../../contracts/retrieval.ts'
import { hashOf, saltedHash } from '../../platform/audit/record-hash.ts'
import type { Tokens } from '../budgets.ts'
import type { AnswerRecord } from '../record-answer.ts'

/** How an answer came about, gathered on the way. */
export interface AnswerTrace {
  readonly topK: number
  readonly interpret: boolean
  readonly answerTokens: number
  readonly filters: Filters | null
  passages: readonly RankedPassage[]
  /** Milliseconds since the question came; the name of each stage at its end. */
  timings: { understanding?: number; retrieval?: number; first_text?: number }
}

export interface EntryInput {
  readonly record: AnswerRecord
  readonly principal: Principal
  /** How the record names whoever asked. */
  readonly person: string
  readonly tokens: Tokens
  readonly salt: string
  readonly at: Date
}

/** What the record says of an answer. */
export function writeEntry({ record, principal, person, tokens, salt, at }: EntryInput): RecordEntry {
  const { envelope, trace, standaloneQuestion } = record
  const { kind, roles, group_ids } = principal
  const hash = (text: string) => saltedHash(salt, text)
  const passages = trace?.passages ?? []
  return {
    format: 2,
    tenant_id: record.tenantId,
    answer_id: record.id,
    request_id: record.requestId,
    at: at.toISOString(),
    principal: { object_id: person, kind, roles: [...roles], group_ids: [...group_ids] },
    conversation_id: record.conversationId,
    question_hash: hash(record.query),
    standalone_question_hash: standaloneQuestion === null ? null : hash(standaloneQuestion),
    outcome: record.outcome,
    cache: record.reused ? 'reused' : 'made',
    mode: record.mode,
    model: record.model,
    fallback_reason: record.fallbackReason,
    prompt_version: record.promptVersion,
    parameters: trace === null ? null : parametersOf(trace),
    usage: { prompt: tokens.prompt, completion: tokens.completion },
    cost_in_micros: tokens.costInMicros,
    passages: passages.map(({ document_id, version, passage_id, text, relevance_score, suspicious }) => ({
      document_id,
      version,
      passage_id,
      text_hash: hashOf(text),
      relevance_score,
      suspicious,
    })),
    sentences: (envelope?.sentences ?? []).map(({ text, citations }) => ({ hash: hash(text), citations })),
    citations: (envelope?.citations ?? []).map(({ number, document_id, version, passage_id, quote }) => ({
      number,
      document_id,
      version,
      passage_id,
      quote_hash: hashOf(quote),
    })),
    guardrails: {
      sentences_dropped: record.sentencesDropped,
      suspicious_passages: passages.filter(({ suspicious }) => suspicious).length,
    },
    timings: { ...trace?.timings, total: record.durationInMs },
  }
}

function parametersOf({ topK, interpret, answerTokens, filters }: AnswerTrace): RecordEntry['parameters'] {
  const filters_hash = filters === null ? null : hashOf(JSON.stringify(filters))
  return { top_k: topK, interpret, answer_tokens: answerTokens, filters_hash }
}
