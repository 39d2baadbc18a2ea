import type { Logger } from 'pino'
import type { Analysers } from '../language/analyser.ts'
import { completeFollowUp } from '../language/follow-ups/complete-follow-up.ts'
import { readFollowUp } from '../language/follow-ups/read-follow-up.ts'
import type { ChatModel } from '../platform/chat-model/chat-model.ts'
import type { Tokens } from './budgets.ts'
import type { EarlierTurn } from './conversations/read-history.ts'
import { rewriteFollowUp } from './rewrite-follow-up.ts'

/** Nobody waits longer for a question to be understood; then the rules have to do. */
export const REWRITE_DEADLINE_IN_MS = 3_000
/** A question that names so much is not shown to the model: it would take time, and could only be changed for the worse. */
const CLEAR_NAMES = 3

export interface UnderstandInput {
  readonly question: string
  readonly history: readonly EarlierTurn[]
  /** Rewrites what the rules are not sure of; an extractive one leaves everything to the rules. */
  readonly model: ChatModel
  readonly analysers: Analysers
  readonly logger: Pick<Logger, 'warn'>
  readonly onUsage: (usage: Tokens) => void
  readonly deadlineInMs?: number
}

/** The question as it is understood beside those before it; the same question where it stands for itself. */
export async function understandFollowUp(input: UnderstandInput, signal: AbortSignal): Promise<string> {
  const { question, history, model, analysers } = input
  if (history.length === 0) return question
  const { language, followUp, names } = readFollowUp(question, analysers)
  const isClear = language !== null && followUp.type === 'standalone' && names >= CLEAR_NAMES
  if (isClear) return question
  const rewritten = model.mode === 'model' ? await byModel(input, language, signal) : null
  return rewritten ?? completeFollowUp(question, followUp, lastWhole(history, analysers), analysers)
}

/** The last turn whose question stood for itself; one may be left that does not, where its reading is no longer known. */
function lastWhole(history: readonly EarlierTurn[], analysers: Analysers): EarlierTurn {
  const whole = history.findLast(({ question }) => readFollowUp(question, analysers).followUp.type === 'standalone')
  return whole ?? { question: '', answer: '', place: null }
}

/** A model that fails, is slow or has no budget left is no reason to fail: the rules have an answer too. */
async function byModel(
  { question, history, model, analysers, logger, onUsage, deadlineInMs = REWRITE_DEADLINE_IN_MS }: UnderstandInput,
  language: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(deadlineInMs)])
  try {
    return await rewriteFollowUp(
      model,
      { question, history, analyser: analysers.of(language ?? 'en'), onUsage },
      inTime,
    )
  } catch (error) {
    signal.throwIfAborted()
    logger.warn({ err: error, model: model.name }, 'a follow-up was not rewritten by the model; read by rules instead')
    return null
  }
}
