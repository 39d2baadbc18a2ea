import { randomUUID } from 'node:crypto'
import type { AnswerEnvelope, Citation } from '../contracts/orchestration.ts'
import type { Principal } from '../contracts/principal.ts'
import { createBudgets } from '../orchestration/budgets.ts'
import { createAnswerRecorder } from '../orchestration/record-answer.ts'
import type { Database } from '../platform/database/database.ts'
import type { ManualClock } from './call-contexts.ts'

interface Asking {
  readonly database: Database
  readonly clock: ManualClock
  readonly principal: Principal
}

/** Record an answer whose sentences each rest on one document, and return its id. */
export async function recordAnswerFrom(
  documentIds: readonly string[],
  { database, clock, principal }: Asking,
): Promise<string> {
  const budgets = createBudgets({
    database,
    defaults: { userTokensPerDay: 0, tenantTokensPerDay: 0 },
  })
  const record = createAnswerRecorder({
    database,
    budgets,
    content: 'full',
    linker: { link: () => undefined },
  })
  const id = randomUUID()
  clock.advance(1_000)
  const spent = { principal, tokens: { prompt: 0, completion: 0, costInMicros: 0 }, reservations: [], at: clock.now() }
  const made = { mode: 'extractive', model: 'extractive', promptTokens: 7, completionTokens: 0 } as const
  const who = { tenantId: principal.tenant_id, objectId: principal.object_id, requestId: id }
  const nothing = { fallbackReason: null, sentencesDropped: 0, promptVersion: null, trace: null }
  const alone = { conversationId: null, standaloneQuestion: null, ...nothing }
  const how = { outcome: 'answered', reused: false, durationInMs: 12, ...alone } as const
  await record({ id, ...who, ...how, ...made, query: `Question of ${id}?`, envelope: envelopeOf(documentIds) }, spent)
  return id
}

/** An answer of as many sentences as documents, each with its footnote. */
export function envelopeOf(documentIds: readonly string[]): AnswerEnvelope {
  const written = documentIds.map((_, n) => `Sentence ${n}. [${n + 1}]`)
  return {
    outcome: 'answered',
    answer: written.join(' '),
    sentences: written.map((text, n) => {
      const start = written.slice(0, n).reduce((sum, { length }) => sum + length + 1, 0)
      return { text: `Sentence ${n}.`, start, end: start + text.length, citations: [n + 1] }
    }),
    citations: documentIds.map((id, n) => citationOf(n, id)),
    confidence: 0.9,
    confidence_level: 'high',
    nearest_passages: [],
    made_by: { mode: 'extractive', model: 'extractive', fallback_reason: null },
    token_usage: { prompt: 7, completion: 0, total: 7 },
  }
}

function citationOf(n: number, document_id: string): Citation {
  return {
    number: n + 1,
    document_id,
    version: 1,
    passage_id: randomUUID(),
    title: 'Handbook',
    source: 'upload',
    page: n === 0 ? 4 : null,
    heading: n === 0 ? ['Leave'] : [],
    start: 0,
    end: 7,
    quote: `quote ${n}`,
    relevance_score: 0.9,
  }
}
