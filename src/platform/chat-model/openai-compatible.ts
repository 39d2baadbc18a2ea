import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import { problem } from '../../contracts/errors.ts'
import { countTokens } from '../../language/count-tokens.ts'
import { createOpenAiClient, type OpenAiServer } from '../openai/create-client.ts'
import { withRetries } from '../openai/retry.ts'
import { type FailingServer, serverFailure } from '../openai/server-failure.ts'
import type { ChatMessage, ChatModel, ChatPart, ChatRequest, TokenPrice } from './chat-model.ts'
import { DEFAULT_MODEL_TIMEOUTS, type ModelTimeouts, startModelDeadline } from './model-deadline.ts'
import { createReasoningFilter } from './skip-reasoning.ts'

export interface OpenAiCompatibleOptions extends OpenAiServer {
  readonly model: string
  readonly contextWindowTokens: number
  readonly price?: TokenPrice
  readonly timeouts?: Partial<ModelTimeouts>
  /** How a server wants the answer limited: newer OpenAI models refuse the old name, most others know only that. */
  readonly answerLimitField?: 'max_tokens' | 'max_completion_tokens'
  /** Null leaves it to the server; some reasoning models refuse any value. */
  readonly temperature?: number | null
}

const THE_MODEL: FailingServer = { code: 'model-unavailable', subject: 'The language model' }
/** A person is waiting: after a second failure, or when a longer pause is asked for, the fallback answers. */
const PATIENCE = { tries: 2, longestPauseInSeconds: 2 }
const FREE: TokenPrice = { prompt: 0, completion: 0 }
/** Role names and separators around each message cost about this much beside its text. */
const TOKENS_PER_MESSAGE = 4
/** No tokenizer makes tokens this long on average; a server that sends more than the limit allows is cut off. */
const MAXIMUM_CHARACTERS_PER_TOKEN = 20

/**
 * A chat model behind any server that speaks the OpenAI chat completions protocol. Tries once more after a passing
 * failure that happens before the first text. Every failure is `model-unavailable`, without texts of the server.
 */
export function createOpenAiCompatibleModel(options: OpenAiCompatibleOptions): ChatModel {
  const client = createOpenAiClient(options)
  const timeouts = { ...DEFAULT_MODEL_TIMEOUTS, ...options.timeouts }

  async function* stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
    signal.throwIfAborted()
    using deadline = startModelDeadline(timeouts)
    const stop = new AbortController()
    const anySignal = AbortSignal.any([signal, deadline.signal, stop.signal])
    try {
      const parameters = completionParameters(options, request)
      const open = () => client.chat.completions.create(parameters, { signal: anySignal })
      const chunks = await withRetries(open, PATIENCE, anySignal)
      yield* readChunks(chunks, request, deadline.heard)
    } catch (error) {
      signal.throwIfAborted()
      deadline.signal.throwIfAborted()
      throw serverFailure(error, THE_MODEL)
    } finally {
      stop.abort()
    }
  }

  const { model: name, contextWindowTokens, price = FREE } = options
  return { name, mode: 'model', price, contextWindowTokens, countTokens, stream }
}

function completionParameters(
  { model, answerLimitField = 'max_tokens', temperature = 0 }: OpenAiCompatibleOptions,
  { messages, maximumAnswerTokens }: ChatRequest,
): ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    stream_options: { include_usage: true },
    [answerLimitField]: maximumAnswerTokens,
    ...(temperature === null ? {} : { temperature }),
  }
}

async function* readChunks(
  chunks: AsyncIterable<ChatCompletionChunk>,
  request: ChatRequest,
  heard: () => void,
): AsyncGenerator<ChatPart> {
  const withoutReasoning = createReasoningFilter()
  const maximumCharacters = request.maximumAnswerTokens * MAXIMUM_CHARACTERS_PER_TOKEN
  let written = ''
  let finish: Finish | null = null
  let usage: ChatCompletionChunk['usage'] = null
  for await (const chunk of chunks) {
    heard()
    usage = chunk.usage ?? usage
    const choice = chunk.choices?.[0]
    finish = finishOf(choice?.finish_reason) ?? finish
    const piece = choice?.delta?.content ?? ''
    if (typeof piece !== 'string' || piece === '') continue
    written += piece
    const text = withoutReasoning(piece)
    if (text !== '') yield { type: 'text-delta', text }
    if (written.length > maximumCharacters) {
      finish = 'length'
      break
    }
  }
  // The client ends the loop quietly when it was aborted or the server hung up, so an end must have been announced.
  if (finish === null)
    throw problem('model-unavailable', 'The language model broke off before its answer was complete.')
  yield {
    type: 'end',
    finish,
    promptTokens: usage?.prompt_tokens ?? countPrompt(request.messages),
    completionTokens: usage?.completion_tokens ?? countTokens(written),
  }
}

type Finish = Extract<ChatPart, { type: 'end' }>['finish']

function finishOf(reason: string | null | undefined): Finish | null {
  if (reason === null || reason === undefined) return null
  if (reason === 'length') return 'length'
  return reason === 'content_filter' ? 'content-filter' : 'stop'
}

function countPrompt(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + TOKENS_PER_MESSAGE + countTokens(content), 0)
}
