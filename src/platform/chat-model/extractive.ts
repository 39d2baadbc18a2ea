import type { Analysers } from '../../language/analyser.ts'
import { weighQuestion } from '../../language/weighed-question.ts'
import type { ChatModel, ChatPart, ChatRequest } from './chat-model.ts'
import { chooseQuotes } from './choose-quotes.ts'
import { continueLists } from './continue-lists.ts'
import { createUnitScorer } from './score-units.ts'

export interface ExtractiveModelDependencies {
  readonly analysers: Analysers
  /** How many sentences to quote at most. A list, or a table row with its column names, counts as one. */
  readonly maximumSentences?: number
}

/** A second sentence is there when it adds something; a third adds reading, hardly answers. */
const MAXIMUM_SENTENCES = 2

/**
 * Make the answerer that needs no model: it quotes the sentences that answer the question, word for word, and says nothing
 * when the evidence is weak.
 */
export function createExtractiveModel({
  analysers,
  maximumSentences = MAXIMUM_SENTENCES,
}: ExtractiveModelDependencies): ChatModel {
  const scoreUnits = createUnitScorer()

  async function* stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
    signal.throwIfAborted()
    const analyser = analysers.of(request.language)
    const question = weighQuestion(request.question, request.termWeights, analyser)
    const scored = scoreUnits(request, question, analyser)
    const best = Math.max(0, ...scored.map(({ evidence }) => evidence))
    const quotes = best < question.neededShare ? [] : chooseQuotes(scored, maximumSentences, question)
    for (const { passage, ...words } of continueLists(quotes, request.passages)) {
      signal.throwIfAborted()
      yield { type: 'quote', number: passage.number, ...words }
    }
    yield { type: 'end', finish: 'stop', promptTokens: 0, completionTokens: 0 }
  }

  return {
    name: 'extractive',
    mode: 'extractive',
    price: { prompt: 0, completion: 0 },
    contextWindowTokens: Number.MAX_SAFE_INTEGER,
    countTokens: () => 0,
    stream,
  }
}
