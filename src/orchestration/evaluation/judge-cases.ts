import type { AcceptedCase } from '../../platform/golden-cases/accepted-cases.ts'
import type { Tokens } from '../budgets.ts'
import type { ModelChain } from '../model-chain.ts'
import { sumTokens } from '../token-cost.ts'
import type { AskedCase } from './ask-cases.ts'
import { judgeAnswer } from './judge-answer.ts'

export interface JudgedCases {
  /** The same, those with a verdict with the measure "judged": 1 for the meaning of a right answer. */
  readonly asked: readonly AskedCase[]
  /** What the verdicts took; null without a model. */
  readonly tokens: Tokens | null
}

/**
 * Let the chat model judge the answers to questions that have a right one, one after the other. What was not answered is not
 * right, and costs nothing. Without a model nothing is judged.
 */
export async function judgeCases(
  asked: readonly AskedCase[],
  cases: readonly AcceptedCase[],
  { models, signal }: { readonly models: ModelChain; readonly signal: AbortSignal },
): Promise<JudgedCases> {
  const model = models.find(({ mode }) => mode === 'model')
  if (model === undefined) return { asked, tokens: null }
  const golden = new Map(cases.map((each) => [each.id, each]))
  const judged: AskedCase[] = []
  let tokens: Tokens = { prompt: 0, completion: 0, costInMicros: 0 }
  for (const each of asked) {
    signal.throwIfAborted()
    const { question = '', truth = [] } = golden.get(each.id) ?? {}
    const { outcome, sentences } = each.answer.envelope
    if (truth.length === 0) judged.push(each)
    else if (outcome !== 'answered') judged.push(withVerdict(each, false))
    else {
      const text = sentences.map((sentence) => sentence.text).join(' ')
      const verdict = await judgeAnswer(model, { question, truth, text }, signal)
      tokens = sumTokens(tokens, verdict.tokens)
      judged.push(verdict.isSame === null ? each : withVerdict(each, verdict.isSame))
    }
  }
  return { asked: judged, tokens }
}

function withVerdict(asked: AskedCase, isSame: boolean): AskedCase {
  return { ...asked, scores: { ...asked.scores, judged: isSame ? 1 : 0 } }
}
