import type { Logger } from 'pino'
import type { CallContext } from '../../contracts/call-context.ts'
import { DEFAULT_TOP_K, MAXIMUM_TOP_K } from '../../contracts/filters.ts'
import type { AnswerEnvelope } from '../../contracts/orchestration.ts'
import type { RankedPassage, Retrieval } from '../../contracts/retrieval.ts'
import type { Tokens } from '../budgets.ts'
import { createOrchestration, type OrchestrationDependencies } from '../orchestration.ts'
import type { ActiveWording } from '../prompts/active-wording.ts'

export interface TrialDependencies
  extends Pick<OrchestrationDependencies, 'retrieval' | 'models' | 'analysers' | 'unsupported'> {
  readonly logger: Pick<Logger, 'warn' | 'error'>
}

/** What a question got. */
export interface TrialAnswer {
  /** Best first. */
  readonly passages: readonly RankedPassage[]
  /** Of the index. */
  readonly generation: string
  readonly envelope: AnswerEnvelope
  readonly tokens: Tokens
  readonly durationInMs: number
}

/** Asks a question as people do, for whoever is in the context. Throws what an ask throws. */
export type TrialAsker = (question: string, context: CallContext) => Promise<TrialAnswer>

/**
 * Make an asker whose questions are on nobody's record: they count for no report, no budget and no conversation. What models
 * take for them is told with each answer.
 */
export function createTrialAsker(dependencies: TrialDependencies, activeWording: ActiveWording): TrialAsker {
  return async (query, context) => {
    let tokens: Tokens = { prompt: 0, completion: 0, costInMicros: 0 }
    const orchestration = createOrchestration({
      ...dependencies,
      activeWording,
      readHistory: async () => [],
      countUnreadable: async () => 0,
      budgets: { reserve: async () => null },
      recordAnswer: async (_, spent) => void (tokens = spent.tokens),
    })
    const { passages, generation } = await searchWidely(dependencies.retrieval, query, context)
    const startedAt = performance.now()
    let envelope: AnswerEnvelope | null = null
    for await (const part of orchestration.ask({ query, top_k: DEFAULT_TOP_K }, context)) {
      if (part.type === 'error') throw new Error(part.detail)
      if (part.type === 'answer-end') envelope = part.answer
    }
    if (envelope === null) throw new Error('an ask ended without an answer')
    return { passages, generation, envelope, tokens, durationInMs: Math.round(performance.now() - startedAt) }
  }
}

async function searchWidely(retrieval: Retrieval, query: string, context: CallContext) {
  return retrieval.search({ query, top_k: MAXIMUM_TOP_K }, context)
}
