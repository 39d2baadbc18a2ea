import { pino } from 'pino'
import type { CallContext } from '../contracts/call-context.ts'
import { isProblem, type ProblemError } from '../contracts/errors.ts'
import type { AnswerEnvelope, AnswerPart } from '../contracts/orchestration.ts'
import { createAnalysers } from '../language/analyser.ts'
import type { Budgets, Spent } from '../orchestration/budgets.ts'
import { createOrchestration } from '../orchestration/orchestration.ts'
import type { ChatModel } from '../platform/chat-model/chat-model.ts'
import { createExtractiveModel } from '../platform/chat-model/extractive.ts'
import { contextFor } from './call-contexts.ts'
import { rankedPassage, searchOutput } from './ranked-passages.ts'

/** A question, the one passage of the library that answers it, and the sentence of a good model. */
export const MODEL_QUESTION = 'What is the annual deductible of the Gold plan?'
export const MODEL_SENTENCE = 'The annual deductible of the Gold plan is $500. [1] '
const FOUND = searchOutput([
  rankedPassage({
    text: 'Members see any doctor. The annual deductible of the Gold plan is $500.',
    title: 'Gold plan',
  }),
])
const UNLIMITED: Pick<Budgets, 'reserve'> = { reserve: async () => null }

export interface ModelAnswer {
  readonly parts: readonly AnswerPart[]
  /** Null when the answer ended in a problem. */
  readonly envelope: AnswerEnvelope | null
  /** What the caller is told instead of, or after, an answer. */
  readonly problem: { readonly code: string; readonly detail: string } | null
  readonly spent: readonly Spent[]
}

/** Orchestration over these models and a library with one passage; after the last model the documents are quoted. */
export function orchestrationWith(models: readonly ChatModel[], budgets = UNLIMITED) {
  const analysers = createAnalysers()
  const extractive = createExtractiveModel({ analysers })
  const [first, ...others] = [...models, extractive]
  const spent: Spent[] = []
  const orchestration = createOrchestration({
    retrieval: { search: async () => FOUND },
    models: [first, ...others],
    analysers,
    readHistory: async () => [],
    countUnreadable: async () => 0,
    recordAnswer: async (_, what) => void spent.push(what),
    budgets,
    logger: pino({ enabled: false }),
  })
  return { orchestration, spent }
}

/** Ask the question with these models. */
export async function askWithModels(
  models: readonly ChatModel[],
  { context = contextFor(), budgets = UNLIMITED }: { context?: CallContext; budgets?: typeof UNLIMITED } = {},
): Promise<ModelAnswer> {
  const { orchestration, spent } = orchestrationWith(models, budgets)
  const parts: AnswerPart[] = []
  try {
    for await (const part of orchestration.ask({ query: MODEL_QUESTION, top_k: 5 }, context)) parts.push(part)
  } catch (error) {
    if (!isProblem(error)) throw error
    return { parts, envelope: null, problem: told(error), spent }
  }
  const end = parts.at(-1)
  const envelope = end?.type === 'answer-end' ? end.answer : null
  const problem = end?.type === 'error' ? { code: end.code, detail: end.detail } : null
  return { parts, envelope, problem, spent }
}

function told({ code, message }: ProblemError) {
  return { code, detail: message }
}
