import type { AnswerEnvelope, TokenUsage } from '../contracts/orchestration.ts'
import type { ChatModel } from '../platform/chat-model/chat-model.ts'
import type { Tokens } from './budgets.ts'

/** What one answer took so far, whichever model wrote; kept up to date so that a cut-short answer is accounted for too. */
export interface Run {
  madeBy: AnswerEnvelope['made_by']
  /** By the model that writes. */
  taken: Tokens
  /** Spent by models that others replaced. */
  lost: Tokens
  reservation: string | null
}

const NOTHING: Tokens = { prompt: 0, completion: 0, costInMicros: 0 }

export function beginRun({ mode, name }: Pick<ChatModel, 'mode' | 'name'>, fallbackReason: string | null = null): Run {
  return {
    madeBy: { mode, model: name, fallback_reason: fallbackReason },
    taken: NOTHING,
    lost: NOTHING,
    reservation: null,
  }
}

/** The usage that an answer tells: of the model that wrote it. */
export function usageOf({ taken: { prompt, completion } }: Pick<Run, 'taken'>): TokenUsage {
  return { prompt, completion, total: prompt + completion }
}
