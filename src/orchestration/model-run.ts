import type { AnswerEnvelope, TokenUsage } from '../contracts/orchestration.ts'
import type { ChatModel } from '../platform/chat-model/chat-model.ts'
import type { Tokens } from './budgets.ts'
import { sumTokens } from './token-cost.ts'

/** What one answer took so far, whichever model wrote; kept up to date so that a cut-short answer is accounted for too. */
export interface Run {
  madeBy: AnswerEnvelope['made_by']
  /** By the model that writes. */
  taken: Tokens
  /** Spent by models beside the one that writes: by those it replaced, and for understanding the question. */
  lost: Tokens
  reservations: readonly string[]
  /** Sentences that were written and not shown, because no passage supports them. */
  sentencesDropped: number
  /** Is called when there is something to show, each time. */
  readonly noteText: () => void
}

export const NO_TOKENS: Tokens = { prompt: 0, completion: 0, costInMicros: 0 }

/** Nothing yet. */
export function beginRun(
  { mode, name }: Pick<ChatModel, 'mode' | 'name'>,
  noteText: () => void = () => undefined,
): Run {
  return {
    madeBy: { mode, model: name, fallback_reason: null },
    taken: NO_TOKENS,
    lost: NO_TOKENS,
    reservations: [],
    sentencesDropped: 0,
    noteText,
  }
}

/** Another model writes; what the one before took is still counted. */
export function replaceModel(run: Run, { mode, name }: Pick<ChatModel, 'mode' | 'name'>, reason: string): void {
  run.lost = sumTokens(run.lost, run.taken)
  run.taken = NO_TOKENS
  run.madeBy = { mode, model: name, fallback_reason: reason }
}

/** The usage that an answer tells: of the model that wrote it. */
export function usageOf({ taken: { prompt, completion } }: Pick<Run, 'taken'>): TokenUsage {
  return { prompt, completion, total: prompt + completion }
}
