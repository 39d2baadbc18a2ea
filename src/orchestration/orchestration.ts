import type { Logger } from 'pino'
import type { CallContext } from '../contracts/call-context.ts'
import { isProblem, type ProblemError, problem } from '../contracts/errors.ts'
import {
  ABSTENTION,
  type AnswerEnvelope,
  type AnswerPart,
  type AskOperationInput,
  type Orchestration,
} from '../contracts/orchestration.ts'
import type { Retrieval, SearchOutput } from '../contracts/retrieval.ts'
import type { Analysers } from '../language/analyser.ts'
import { answerIdOf } from '../platform/http/answer-id.ts'
import { errorPart } from '../platform/http/event-stream.ts'
import type { Budgets, Tokens } from './budgets.ts'
import { chooseReading } from './choose-reading.ts'
import type { EarlierTurn, HistoryReader } from './conversations/read-history.ts'
import type { UnreadableCounter } from './count-unreadable.ts'
import { abstentionEnvelope } from './decide-abstention.ts'
import { createAnswerDraft } from './draft-answer.ts'
import { type ModelChain, writeWithChain } from './model-chain.ts'
import { beginRun, NO_TOKENS, type Run, usageOf } from './model-run.ts'
import type { ActiveWording } from './prompts/active-wording.ts'
import type { AnswerRecord, AnswerRecorder } from './record-answer.ts'
import type { AnswerTrace } from './records/write-entry.ts'
import { createQuestionScreen, type QuestionScreen } from './screen-question.ts'
import type { Judging } from './second-look.ts'
import { sumTokens } from './token-cost.ts'
import { understandFollowUp } from './understand-follow-up.ts'
import { validateQuestion } from './validate-question.ts'
import { withinBudget } from './within-budget.ts'
import type { UnsupportedPolicy } from './write-answer.ts'

/** Kept free in a model's window for the answer; about 700 words. */
export const ANSWER_TOKENS = 1_024

/** Outside of any conversation. */
const ALONE = { conversationId: null, standaloneQuestion: null, trace: null }
export interface OrchestrationDependencies {
  readonly retrieval: Retrieval
  readonly models: ModelChain
  readonly analysers: Analysers
  readonly readHistory: HistoryReader
  readonly activeWording: ActiveWording
  readonly recordAnswer: AnswerRecorder
  readonly countUnreadable: UnreadableCounter
  readonly budgets: Pick<Budgets, 'reserve'>
  readonly logger: Pick<Logger, 'warn' | 'error'>
  readonly answerTokens?: number
  /** Phrases that must not be asked about; none when left out. */
  readonly blockedTopics?: readonly string[]
  /** Sentences that their passages do not carry are dropped unless this says to mark them. */
  readonly unsupported?: UnsupportedPolicy
  /** Sentences whose words are not their passage's are put to the model again unless this says otherwise. */
  readonly judging?: Judging
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
      const happened = { query, outcome, reused: true, envelope: answer, durationInMs, ...ALONE }
      await record(dependencies, context, run, happened)
      return {}
    },
  }
}

async function* ask(
  dependencies: OrchestrationDependencies,
  screen: QuestionScreen,
  input: AskOperationInput,
  context: CallContext,
): AsyncGenerator<AnswerPart> {
  const { conversation_id: conversationId = null, earlier = [], query, ...search } = input
  const question = validateQuestion(query)
  screen(question, context.requestId)
  const history =
    conversationId === null
      ? earlier.map(({ question, answer }) => ({ question, answer, place: null }))
      : await dependencies.readHistory(conversationId, context)
  const startedAt = context.clock.now()
  const sinceStart = () => Math.round(context.clock.now() - startedAt)
  const trace = beginTrace(input, dependencies.answerTokens)
  const run = beginRun(dependencies.models[0], () => void (trace.timings.first_text ??= sinceStart()))
  let outcome: AnswerRecord['outcome'] = 'cancelled'
  let envelope: AnswerEnvelope | null = null
  let standalone = question
  let begun = false
  try {
    context.signal.throwIfAborted()
    standalone = await understand(dependencies, { question, history, run }, context)
    // What must not be asked must not be asked in two halves either.
    if (standalone !== question) screen(standalone, context.requestId)
    trace.timings.understanding = sinceStart()
    const found = await dependencies.retrieval.search({ ...search, query: standalone }, context)
    trace.timings.retrieval = sinceStart()
    trace.passages = found.passages
    context.signal.throwIfAborted()
    begun = true
    yield { type: 'retrieval-end', passages: found.passages.length }
    const made = yield* answerFrom(dependencies, { question: standalone, history, found, run }, context)
    envelope = standalone === question ? made : { ...made, standalone_question: standalone }
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
    const durationInMs = sinceStart()
    const standaloneQuestion = standalone === question ? null : standalone
    const happened = { query: question, outcome, reused: false, envelope, durationInMs, conversationId }
    await record(dependencies, context, run, { ...happened, standaloneQuestion, trace })
  }
}

interface Following {
  readonly question: string
  readonly history: readonly EarlierTurn[]
  readonly run: Run
}

/** The question as it stands for itself. A model that helps here is counted, and held to the budget, like one that answers. */
async function understand(
  dependencies: OrchestrationDependencies,
  { question, history, run }: Following,
  context: CallContext,
): Promise<string> {
  const { models, analysers, logger } = dependencies
  const model = withinBudget(models[0], reserving(dependencies, run, context))
  let used: Tokens = NO_TOKENS
  const onUsage = (usage: Tokens): void => void (used = usage)
  try {
    return await understandFollowUp({ question, history, model, analysers, logger, onUsage }, context.signal)
  } finally {
    run.lost = sumTokens(run.lost, used)
  }
}

/** Holds what models may take of the caller's budgets, once: what was held for one that failed serves the next. */
function reserving({ budgets }: OrchestrationDependencies, run: Run, context: CallContext) {
  let isHeld = false
  return async (atMost: Tokens): Promise<void> => {
    if (isHeld) return
    const reservation = await budgets.reserve(atMost, context)
    isHeld = reservation !== null
    if (reservation !== null) run.reservations = [...run.reservations, reservation]
  }
}

async function* answerFrom(
  dependencies: OrchestrationDependencies,
  { question, history, found, run }: Following & { readonly found: SearchOutput },
  context: CallContext,
): AsyncGenerator<AnswerPart, AnswerEnvelope> {
  const {
    models,
    analysers,
    countUnreadable,
    logger,
    answerTokens = ANSWER_TOKENS,
    unsupported = 'drop',
    judging = 'doubtful',
  } = dependencies
  const { signal, requestId } = context
  const activeWording = () => dependencies.activeWording(context.principal.tenant_id)
  // Passages are read in the language of the question, so that the same words give the same terms.
  const analyser = analysers.of(found.evidence.language)
  const { reading, weighed, isAnswerable } = chooseReading(question, found, analyser)
  const draft = createAnswerDraft({ reading, question: weighed, passages: found.passages, analyser })
  if (isAnswerable) {
    const reserve = reserving(dependencies, run, context)
    const asked = { question, history, reading, found, answerTokens, activeWording }
    const writing = { ...asked, draft, analyser, unsupported, judging, run, signal }
    yield* writeWithChain(models, { ...writing, requestId, logger, reserve })
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
  return abstentionEnvelope(found.passages, await countUnreadable(context.principal), made)
}

function beginTrace(
  { top_k, interpret = true, filters }: AskOperationInput,
  answerTokens = ANSWER_TOKENS,
): AnswerTrace {
  return { topK: top_k, interpret, answerTokens, filters: filters ?? null, passages: [], timings: {} }
}

function recordOf({ madeBy, taken, sentencesDropped, promptVersion }: Run) {
  return {
    mode: madeBy.mode,
    model: madeBy.model,
    promptTokens: taken.prompt,
    completionTokens: taken.completion,
    fallbackReason: madeBy.fallback_reason,
    sentencesDropped,
    promptVersion,
  }
}

type Happened = Pick<
  AnswerRecord,
  'query' | 'outcome' | 'reused' | 'envelope' | 'durationInMs' | 'conversationId' | 'standaloneQuestion' | 'trace'
>

/** The record is for reports and audits; a full disk must not take the answer from the person who asked. */
async function record(
  { recordAnswer, logger }: OrchestrationDependencies,
  context: CallContext,
  run: Run,
  happened: Happened,
): Promise<void> {
  const { principal, requestId, clock } = context
  const spent = { principal, tokens: sumTokens(run.taken, run.lost), reservations: run.reservations, at: clock.now() }
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
