import type { Logger } from 'pino'
import type { ChatModel, NumberedPassage } from '../platform/chat-model/chat-model.ts'
import { judgeSupport } from './judge-support.ts'
import { NO_TOKENS, type Run } from './model-run.ts'
import { sumTokens } from './token-cost.ts'
import { SUPPORT_OF_A_CITED_SENTENCE, type VerifiedSentence } from './verify-sentence.ts'

/** Which sentences a model is asked about once more: none, those that words alone cannot decide, or every one. */
export type Judging = 'none' | 'doubtful' | 'all'

/** Keeps back the sentences that a model has to judge, and those behind them, so that an answer keeps its order. */
export interface SecondLook {
  /** Whether the sentence is kept back; what is not may be shown at once. */
  readonly holds: (sentence: VerifiedSentence) => boolean
  readonly isEmpty: () => boolean
  /** What was kept back, in order, as the model judges it. Without a verdict a sentence stays what the comparison of words said. */
  readonly judge: () => Promise<readonly VerifiedSentence[]>
}

export interface SecondLookInput {
  readonly judging: Judging
  readonly analyser: { readonly language: string }
  readonly run: Pick<Run, 'lost'>
  readonly signal: AbortSignal
  readonly requestId: string
  readonly logger: Pick<Logger, 'warn'>
}

/** Begin a second look at the sentences of one answer. Numbers, names and a "not" are never up to the model. */
export function createSecondLook(
  model: ChatModel,
  passages: readonly NumberedPassage[],
  { judging, analyser, run, signal, requestId, logger }: SecondLookInput,
): SecondLook {
  const held: VerifiedSentence[] = []

  function mustBeJudged({ unsupported }: VerifiedSentence): boolean {
    if (model.mode !== 'model' || judging === 'none') return false
    return unsupported === undefined ? judging === 'all' : unsupported.length === 0
  }

  async function verdictsOn(sentences: readonly VerifiedSentence[]): Promise<readonly (boolean | null)[]> {
    let used = NO_TOKENS
    const asked = {
      sentences,
      passages,
      language: analyser.language,
      onUsage: (usage: typeof used) => void (used = usage),
    }
    try {
      return await judgeSupport(model, asked, signal)
    } catch (error) {
      signal.throwIfAborted()
      // What it wrote is there and was compared word by word: that stands.
      logger.warn(
        { request_id: requestId, model: model.name, err: error },
        'sentences could not be judged by the model',
      )
      return []
    } finally {
      run.lost = sumTokens(run.lost, used)
    }
  }

  return {
    holds: (sentence) => {
      const kept = held.length > 0 || mustBeJudged(sentence)
      if (kept) held.push(sentence)
      return kept
    },
    isEmpty: () => held.length === 0,
    judge: async () => {
      const judged = held.filter(mustBeJudged)
      if (judged.length === 0) return held
      const verdicts = await verdictsOn(judged)
      return held.map((sentence) => withVerdict(sentence, verdicts[judged.indexOf(sentence)] ?? null))
    },
  }
}

function withVerdict(sentence: VerifiedSentence, verdict: boolean | null): VerifiedSentence {
  const { text, support, evidence } = sentence
  if (verdict === null) return sentence
  if (verdict) return { text, evidence, support: Math.max(support, SUPPORT_OF_A_CITED_SENTENCE) }
  return { text, evidence, support: 0, unsupported: [] }
}
