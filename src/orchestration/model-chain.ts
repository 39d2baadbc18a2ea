import { isProblem, type ProblemCode } from '../contracts/errors.ts'
import type { AnswerPart } from '../contracts/orchestration.ts'
import type { ChatModel } from '../platform/chat-model/chat-model.ts'
import type { Tokens } from './budgets.ts'
import { type Run, replaceModel } from './model-run.ts'
import { withinBudget } from './within-budget.ts'
import { type WriteInput, writeAnswer } from './write-answer.ts'

/** Models in the order in which they are asked. The last one can always answer: it quotes. */
export type ModelChain = readonly [ChatModel, ...ChatModel[]]

/**
 * Why the next model may answer instead. A budget that is used up is one reason: whoever pays for answers wants to go on
 * working, and is told in the answer that, why and until when no model writes it. A content filter that refused is none:
 * what one model must not be asked is not put to the next one.
 */
const REPLACEABLE: ReadonlySet<ProblemCode> = new Set(['model-unavailable', 'budget-exceeded'])

export interface ChainInput extends WriteInput {
  readonly run: Run
  /** Holds what a model may take; throws `budget-exceeded`. */
  readonly reserve: (atMost: Tokens) => Promise<void>
}

/**
 * Let the first model write that can. The next one is asked only as long as nothing was shown; the answer then says why
 * (`fallback_reason`). Throws what the last model asked throws.
 */
export async function* writeWithChain(models: ModelChain, input: ChainInput): AsyncGenerator<AnswerPart> {
  const { run, draft, signal, logger, requestId } = input
  const reasons = new Set<string>()
  for (const [index, model] of models.entries()) {
    if (index > 0) replaceModel(run, model, [...reasons].join(' '))
    try {
      yield* writeAnswer(withinBudget(model, input.reserve), input)
      return
    } catch (error) {
      const replaceable = isProblem(error) && REPLACEABLE.has(error.code) && draft.isEmpty() && !signal.aborted
      if (!replaceable || index === models.length - 1) throw error
      logger.warn({ request_id: requestId, model: model.name, reason: error.message }, 'model not used, next one asked')
      reasons.add(error.message)
    }
  }
}
