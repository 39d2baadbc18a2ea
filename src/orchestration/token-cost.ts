import type { TokenPrice } from '../platform/chat-model/chat-model.ts'
import type { Tokens } from './budgets.ts'

/** Tokens with what they cost at a model, in whole millionths of the currency of its price, rounded up. */
export function withCost({ prompt, completion }: Omit<Tokens, 'costInMicros'>, price: TokenPrice): Tokens {
  return { prompt, completion, costInMicros: Math.ceil(prompt * price.prompt + completion * price.completion) }
}

/** What two models took together. */
export function sumTokens(one: Tokens, other: Tokens): Tokens {
  return {
    prompt: one.prompt + other.prompt,
    completion: one.completion + other.completion,
    costInMicros: one.costInMicros + other.costInMicros,
  }
}
