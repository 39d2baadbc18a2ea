import type { Logger } from 'pino'
import { problem } from '../contracts/errors.ts'
import { type Analysers, DEFAULT_LANGUAGE } from '../language/analyser.ts'
import { isSuspicious } from '../language/scan/is-suspicious.ts'

export interface QuestionScreenDependencies {
  readonly analysers: Analysers
  readonly logger: Pick<Logger, 'warn'>
  /** Phrases that must not be asked about. */
  readonly blockedTopics?: readonly string[]
}

export type QuestionScreen = (question: string, requestId: string) => void

/**
 * Make the screen that every question passes before anything is searched. Throws `topic-blocked` for one that holds all
 * words of a blocked phrase, in any order and form. One that gives a model orders is logged, without its words, and goes on:
 * it harms nobody but its asker, and people do ask about prompts.
 */
export function createQuestionScreen({
  analysers,
  logger,
  blockedTopics = [],
}: QuestionScreenDependencies): QuestionScreen {
  // Read alike, equal words of any language give equal terms.
  const analyser = analysers.of(DEFAULT_LANGUAGE)
  const topics = blockedTopics.map((topic) => new Set(analyser.analyse(topic))).filter(({ size }) => size > 0)
  return (question, requestId) => {
    const asked = new Set(analyser.analyse(question))
    if (topics.some((topic) => topic.isSubsetOf(asked)))
      throw problem('topic-blocked', 'Your organisation does not let this be asked here; ask a person instead.')
    if (isSuspicious(question)) logger.warn({ request_id: requestId }, 'a question gives orders to a language model')
  }
}
