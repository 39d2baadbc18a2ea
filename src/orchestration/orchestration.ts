import type { Logger } from 'pino'
import type { CallContext } from '../contracts/call-context.ts'
import { isProblem, type ProblemError, problem } from '../contracts/errors.ts'
import {
  ABSTENTION,
  type AnswerEnvelope,
  type AnswerPart,
  type AskInput,
  type Orchestration,
} from '../contracts/orchestration.ts'
import type { Retrieval, SearchOutput } from '../contracts/retrieval.ts'
import type { Analyser } from '../language/analyser.ts'
import { weighQuestion } from '../language/weighed-question.ts'
import type { ChatModel } from '../platform/chat-model/chat-model.ts'
import { answerIdOf } from '../platform/http/answer-id.ts'
import { errorPart } from '../platform/http/event-stream.ts'
import { abstentionEnvelope, hasEnoughEvidence } from './decide-abstention.ts'
import { createAnswerDraft } from './draft-answer.ts'
import type { AnswerRecord, AnswerRecorder } from './record-answer.ts'
import { validateQuestion } from './validate-question.ts'
import { type ModelRun, writeAnswer } from './write-answer.ts'

/** Kept free in a model's window for the answer; about 700 words. */
export const ANSWER_TOKENS = 1_024

export interface OrchestrationDependencies {
  readonly retrieval: Retrieval
  readonly model: ChatModel
  /** Answers when the model cannot: the extractive one. */
  readonly fallbackModel: ChatModel
  readonly analyser: Analyser
  readonly recordAnswer: AnswerRecorder
  readonly logger: Pick<Logger, 'warn' | 'error'>
  readonly answerTokens?: number
}

/**
 * Make the service that turns passages into a cited answer. `ask` throws a known error before its first part; later
 * failures become an `error` part. When the caller goes away or stops reading, retrieval and model are stopped.
 */
export function createOrchestration(dependencies: OrchestrationDependencies): Orchestration {
  return {
    ask: (input, context) => ask(dependencies, input, context),
    recordReuse: async ({ query, answer, duration_in_ms: durationInMs }, context) => {
      const { outcome, made_by: madeBy } = answer
      const nothing = { prompt: 0, completion: 0, total: 0 }
      const made = recordOf({ madeBy, tokenUsage: nothing })
      await record(dependencies, context, { query, outcome, reused: true, envelope: answer, durationInMs, ...made })
      return {}
    },
  }
}

async function* ask(
  dependencies: OrchestrationDependencies,
  input: AskInput,
  context: CallContext,
): AsyncGenerator<AnswerPart> {
  const question = validateQuestion(input.query)
  const run = beginRun(dependencies.model)
  const startedAt = context.clock.now()
  let outcome: AnswerRecord['outcome'] = 'cancelled'
  let envelope: AnswerEnvelope | null = null
  let begun = false
  try {
    context.signal.throwIfAborted()
    const found = await dependencies.retrieval.search({ ...input, query: question }, context)
    context.signal.throwIfAborted()
    begun = true
    yield { type: 'retrieval-end', passages: found.passages.length }
    envelope = yield* answerFrom(dependencies, question, found, run, context)
    outcome = envelope.outcome
    yield { type: 'answer-end', answer: envelope }
  } catch (error) {
    const known = asProblem(error, context.signal)
    outcome = known.code === 'request-cancelled' ? 'cancelled' : 'failed'
    if (!begun) throw known
    if (known.code === 'internal-error')
      dependencies.logger.error({ err: error, request_id: context.requestId }, 'answering failed')
    yield errorPart(known, context.requestId)
  } finally {
    const durationInMs = Math.round(context.clock.now() - startedAt)
    await record(dependencies, context, {
      query: question,
      outcome,
      reused: false,
      envelope,
      durationInMs,
      ...recordOf(run),
    })
  }
}

async function* answerFrom(
  { model, fallbackModel, analyser, logger, answerTokens = ANSWER_TOKENS }: OrchestrationDependencies,
  question: string,
  found: SearchOutput,
  run: ModelRun,
  { signal, requestId }: CallContext,
): AsyncGenerator<AnswerPart, AnswerEnvelope> {
  const weighed = weighQuestion(question, found.evidence.term_weights, analyser)
  const draft = createAnswerDraft({ question: weighed, passages: found.passages, evidence: found.evidence, analyser })
  if (hasEnoughEvidence(weighed, found.passages, analyser)) {
    const input = { question, found, draft, analyser, answerTokens, run, signal }
    try {
      yield* writeAnswer(model, input)
    } catch (error) {
      const replaceable = isProblem(error) && error.code === 'model-unavailable' && draft.isEmpty()
      if (!replaceable || signal.aborted || model.mode === 'extractive') throw error
      logger.warn({ request_id: requestId, model: model.name, reason: error.message }, 'model failed, quoting instead')
      Object.assign(run, beginRun(fallbackModel, error.message))
      yield* writeAnswer(fallbackModel, input)
    }
  }
  const made = { made_by: run.madeBy, token_usage: run.tokenUsage }
  if (!draft.isEmpty()) return draft.finish(made)
  yield { type: 'text-delta', text: ABSTENTION }
  return abstentionEnvelope(found.passages, made)
}

function beginRun({ mode, name }: ChatModel, fallbackReason: string | null = null): ModelRun {
  return {
    madeBy: { mode, model: name, fallback_reason: fallbackReason },
    tokenUsage: { prompt: 0, completion: 0, total: 0 },
  }
}

function recordOf({ madeBy, tokenUsage }: ModelRun) {
  return {
    mode: madeBy.mode,
    model: madeBy.model,
    promptTokens: tokenUsage.prompt,
    completionTokens: tokenUsage.completion,
  }
}

/** The record is for reports and audits; a full disk must not take the answer from the person who asked. */
async function record(
  { recordAnswer, logger }: OrchestrationDependencies,
  context: CallContext,
  happened: Omit<AnswerRecord, 'id' | 'tenantId' | 'objectId' | 'requestId'>,
): Promise<void> {
  const { principal, requestId } = context
  const who = { tenantId: principal.tenant_id, objectId: principal.object_id, requestId }
  try {
    await recordAnswer({ id: answerIdOf(context), ...who, ...happened })
  } catch (error) {
    logger.error({ err: error, request_id: requestId }, 'the answer could not be recorded')
  }
}

function asProblem(error: unknown, signal: AbortSignal): ProblemError {
  if (signal.aborted) return problem('request-cancelled', 'The client closed the connection.', { cause: error })
  if (isProblem(error)) return error
  return problem(
    'internal-error',
    'Something went wrong on our side; try again, and quote the request id if it stays.',
    {
      cause: error,
    },
  )
}
