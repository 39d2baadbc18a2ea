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
import type { Analysers } from '../language/analyser.ts'
import { answerIdOf } from '../platform/http/answer-id.ts'
import { errorPart } from '../platform/http/event-stream.ts'
import type { Budgets, Tokens } from './budgets.ts'
import { chooseReading } from './choose-reading.ts'
import { abstentionEnvelope } from './decide-abstention.ts'
import { createAnswerDraft } from './draft-answer.ts'
import { type ModelChain, writeWithChain } from './model-chain.ts'
import { beginRun, type Run, usageOf } from './model-run.ts'
import type { AnswerRecord, AnswerRecorder } from './record-answer.ts'
import { createQuestionScreen, type QuestionScreen } from './screen-question.ts'
import { sumTokens } from './token-cost.ts'
import { validateQuestion } from './validate-question.ts'
import type { UnsupportedPolicy } from './verify-sentence.ts'

/** Kept free in a model's window for the answer; about 700 words. */
export const ANSWER_TOKENS = 1_024

export interface OrchestrationDependencies {
  readonly retrieval: Retrieval
  readonly models: ModelChain
  readonly analysers: Analysers
  readonly recordAnswer: AnswerRecorder
  readonly budgets: Pick<Budgets, 'reserve'>
  readonly logger: Pick<Logger, 'warn' | 'error'>
  readonly answerTokens?: number
  /** Phrases that must not be asked about; none when left out. */
  readonly blockedTopics?: readonly string[]
  /** Sentences that their passages do not carry are dropped unless this says to mark them. */
  readonly unsupported?: UnsupportedPolicy
}

/**
 * Make the service that turns passages into a cited answer. `ask` throws a known error before its first part; later
 * failures become an `error` part. When the caller goes away or stops reading, retrieval and model are stopped.
 */
export function createOrchestration(dependencies: OrchestrationDependencies): Orchestration {
  const screen = createQuestionScreen(dependencies)
  return {
    ask: (input, context) => ask(dependencies, screen, input, context),
    recordReuse: async ({ query, answer, duration_in_ms: durationInMs }, context) => {
      const { outcome, made_by: madeBy } = answer
      const run: Run = { ...beginRun({ mode: madeBy.mode, name: madeBy.model }), madeBy }
      await record(dependencies, context, run, { query, outcome, reused: true, envelope: answer, durationInMs })
      return {}
    },
  }
}

async function* ask(
  dependencies: OrchestrationDependencies,
  screen: QuestionScreen,
  input: AskInput,
  context: CallContext,
): AsyncGenerator<AnswerPart> {
  const question = validateQuestion(input.query)
  screen(question, context.requestId)
  const run = beginRun(dependencies.models[0])
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
  { models, budgets, analysers, logger, answerTokens = ANSWER_TOKENS, unsupported = 'drop' }: OrchestrationDependencies,
  question: string,
  found: SearchOutput,
  run: Run,
  context: CallContext,
): AsyncGenerator<AnswerPart, AnswerEnvelope> {
  const { signal, requestId } = context
  const reserve = async (atMost: Tokens) => {
    // What was held for a model that could not answer serves the one that answers instead.
    run.reservation ??= await budgets.reserve(atMost, context)
  }
  // Passages are read in the language of the question, so that the same words give the same terms.
  const analyser = analysers.of(found.evidence.language)
  const { reading, weighed, isAnswerable } = chooseReading(question, found, analyser)
  const draft = createAnswerDraft({ question: weighed, passages: found.passages, evidence: found.evidence, analyser })
  if (isAnswerable) {
    const input = { question, reading, found, draft, analyser, answerTokens, unsupported, run, signal }
    yield* writeWithChain(models, { ...input, requestId, logger, reserve })
  }
  const { understood, degraded } = found
  const made = {
    made_by: run.madeBy,
    token_usage: usageOf(run),
    understood,
    ...(degraded === undefined ? {} : { degraded }),
  }
  if (!draft.isEmpty()) return draft.finish(made)
  yield { type: 'text-delta', text: ABSTENTION }
  return abstentionEnvelope(found.passages, made)
}

function recordOf({ madeBy, taken }: Run) {
  return {
    mode: madeBy.mode,
    model: madeBy.model,
    promptTokens: taken.prompt,
    completionTokens: taken.completion,
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
  const spent = { principal, tokens: sumTokens(run.taken, run.lost), reservation: run.reservation, at: clock.now() }
  const who = { tenantId: principal.tenant_id, objectId: principal.object_id, requestId }
  try {
    await recordAnswer({ id: answerIdOf(context), ...who, ...happened, ...recordOf(run) }, spent)
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
