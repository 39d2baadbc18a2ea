import type { TokenUsage } from '../contracts/orchestration.ts'
import type { ChatModel } from '../platform/chat-model/chat-model.ts'
import type { Tokens } from './budgets.ts'
import type { ModelRun } from './write-answer.ts'

export const NO_TOKENS: TokenUsage = { prompt: 0, completion: 0, total: 0 }

/** What one answer took so far, whichever model wrote. */
export interface Run extends ModelRun {
  /** Spent by models beside the one that writes: by one that it replaced, and for understanding the question. */
  lost: Tokens
  reservations: readonly string[]
}

/** Nothing yet. `noteText` hears when there is something to show. */
export function beginRun(
  { mode, name }: Pick<ChatModel, 'mode' | 'name'>,
  noteText: () => void = () => undefined,
): Run {
  return {
    madeBy: { mode, model: name, fallback_reason: null },
    tokenUsage: NO_TOKENS,
    sentencesDropped: 0,
    noteText,
    lost: NO_TOKENS,
    reservations: [],
  }
}

/** Another model begins anew; what the first one took is still counted. */
export function replaceModel(run: Run, { mode, name }: ChatModel, reason: string): void {
  run.lost = sumOf(run.lost, run.tokenUsage)
  run.tokenUsage = NO_TOKENS
  run.madeBy = { mode, model: name, fallback_reason: reason }
}

export function sumOf(one: Tokens, other: Tokens): Tokens {
  return { prompt: one.prompt + other.prompt, completion: one.completion + other.completion }
}
