import type { Logger } from 'pino'
import type { CallContext } from '../contracts/call-context.ts'
import { isProblem, type ProblemCode, type ProblemError, problem } from '../contracts/errors.ts'
import {
  ABSTENTION,
  type AnswerEnvelope,
  type AnswerPart,
  type AskInput,
  type Orchestration,
  type TokenUsage,
} from '../contracts/orchestration.ts'
import type { Retrieval, SearchOutput } from '../contracts/retrieval.ts'
import type { Analysers } from '../language/analyser.ts'
import type { ChatModel } from '../platform/chat-model/chat-model.ts'
import { answerIdOf } from '../platform/http/answer-id.ts'
import { errorPart } from '../platform/http/event-stream.ts'
import type { Budgets, Tokens } from './budgets.ts'
import { chooseReading } from './choose-reading.ts'
import type { UnreadableCounter } from './count-unreadable.ts'
import { abstentionEnvelope } from './decide-abstention.ts'
import { createAnswerDraft } from './draft-answer.ts'
import type { AnswerRecord, AnswerRecorder } from './record-answer.ts'
import { validateQuestion } from './validate-question.ts'
import { withinBudget } from './within-budget.ts'
import { type ModelRun, writeAnswer } from './write-answer.ts'

/** Kept free in a model's window for the answer; about 700 words. */
export const ANSWER_TOKENS = 1_024

const NOTHING: TokenUsage = { prompt: 0, completion: 0, total: 0 }
/**
 * What quoting can stand in for. A budget that is used up is one of them: whoever pays for answers wants to go on working,
 * and is told in the answer that, why and until when no model writes it.
 */
const REPLACEABLE: ReadonlySet<ProblemCode> = new Set(['model-unavailable', 'budget-exceeded'])

/** What one answer took so far, whichever model wrote. */
interface Run extends ModelRun {
  /** Spent by a model that another one replaced. */
  lost: TokenUsage
  reservation: string | null
}

export interface OrchestrationDependencies {
  readonly retrieval: Retrieval
  readonly model: ChatModel
  /** Answers when the model cannot: the extractive one. */
  readonly fallbackModel: ChatModel
  readonly analysers: Analysers
  readonly recordAnswer: AnswerRecorder
  readonly countUnreadable: UnreadableCounter
  readonly budgets: Pick<Budgets, 'reserve'>
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
      const run: Run = { madeBy, tokenUsage: NOTHING, lost: NOTHING, reservation: null }
      await record(dependencies, context, run, { query, outcome, reused: true, envelope: answer, durationInMs })
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
    await record(dependencies, context, run, { query: question, outcome, reused: false, envelope, durationInMs })
  }
}

async function* answerFrom(
  {
    model: configured,
    fallbackModel,
    budgets,
    analysers,
    countUnreadable,
    logger,
    answerTokens = ANSWER_TOKENS,
  }: OrchestrationDependencies,
  question: string,
  found: SearchOutput,
  run: Run,
  context: CallContext,
): AsyncGenerator<AnswerPart, AnswerEnvelope> {
  const { signal, requestId } = context
  const model = withinBudget(configured, async (atMost) => {
    run.reservation = await budgets.reserve(atMost, context)
  })
  // Passages are read in the language of the question, so that the same words give the same terms.
  const analyser = analysers.of(found.evidence.language)
  const { reading, weighed, isAnswerable } = chooseReading(question, found, analyser)
  const draft = createAnswerDraft({ reading, question: weighed, passages: found.passages, analyser })
  if (isAnswerable) {
    const input = { question, reading, found, draft, analyser, answerTokens, run, signal }
    try {
      yield* writeAnswer(model, input)
    } catch (error) {
      const replaceable = isProblem(error) && REPLACEABLE.has(error.code) && draft.isEmpty()
      if (!replaceable || signal.aborted || model.mode === 'extractive') throw error
      logger.warn(
        { request_id: requestId, model: model.name, reason: error.message },
        'model not used, quoting instead',
      )
      Object.assign(run, beginRun(fallbackModel, error.message), { lost: run.tokenUsage, reservation: run.reservation })
      yield* writeAnswer(fallbackModel, input)
    }
  }
  const { understood, degraded } = found
  const made = {
    made_by: run.madeBy,
    token_usage: run.tokenUsage,
    understood,
    ...(degraded === undefined ? {} : { degraded }),
  }
  if (!draft.isEmpty()) return draft.finish(made)
  yield { type: 'text-delta', text: ABSTENTION }
  return abstentionEnvelope(found.passages, await countUnreadable(context.principal), made)
}

function beginRun({ mode, name }: ChatModel, fallbackReason: string | null = null): Run {
  return {
    madeBy: { mode, model: name, fallback_reason: fallbackReason },
    tokenUsage: NOTHING,
    lost: NOTHING,
    reservation: null,
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
  run: Run,
  happened: Pick<AnswerRecord, 'query' | 'outcome' | 'reused' | 'envelope' | 'durationInMs'>,
): Promise<void> {
  const { principal, requestId, clock } = context
  const spent = { principal, tokens: sum(run.tokenUsage, run.lost), reservation: run.reservation, at: clock.now() }
  const who = { tenantId: principal.tenant_id, objectId: principal.object_id, requestId }
  try {
    await recordAnswer({ id: answerIdOf(context), ...who, ...happened, ...recordOf(run) }, spent)
  } catch (error) {
    logger.error({ err: error, request_id: requestId }, 'the answer could not be recorded')
  }
}

function sum(one: Tokens, other: Tokens): Tokens {
  return { prompt: one.prompt + other.prompt, completion: one.completion + other.completion }
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
