import type { ChatModel, ChatPart, ChatRequest } from '../platform/chat-model/chat-model.ts'
import type { Tokens } from './budgets.ts'
import { withCost } from './token-cost.ts'

/** The same model, asked only when what it may take at most was reserved. Models without a prompt cost nothing. */
export function withinBudget(model: ChatModel, reserve: (atMost: Tokens) => Promise<void>): ChatModel {
  if (model.mode === 'extractive') return model
  async function* stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
    const prompt = model.countTokens(request.messages.map(({ content }) => content).join('\n'))
    await reserve(withCost({ prompt, completion: request.maximumAnswerTokens }, model.price))
    yield* model.stream(request, signal)
  }
  return {
    name: model.name,
    mode: model.mode,
    price: model.price,
    contextWindowTokens: model.contextWindowTokens,
    countTokens: (text) => model.countTokens(text),
    stream,
  }
}
