import { APIError } from 'openai'
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import { problem } from '../../contracts/errors.ts'
import { createTokenCounter } from '../../language/count-tokens.ts'
import { refusedByVerdicts, stoppedAnswer } from '../openai/content-filter.ts'
import { createOpenAiClient, type OpenAiServer } from '../openai/create-client.ts'
import { withRetries } from '../openai/retry.ts'
import { type FailingServer, saysServerIsDown, serverFailure } from '../openai/server-failure.ts'
import type { ChatMessage, ChatModel, ChatPart, ChatRequest, TokenPrice } from './chat-model.ts'
import { DEFAULT_MODEL_TIMEOUTS, type ModelDeadline, type ModelTimeouts, startModelDeadline } from './model-deadline.ts'
import { createModelGate, type ModelGate } from './model-gate.ts'
import { dialectAfter, type ServerDialect, USUAL_DIALECT } from './server-dialect.ts'
import { createReasoningFilter } from './skip-reasoning.ts'

export interface OpenAiCompatibleOptions extends OpenAiServer {
  readonly model: string
  readonly contextWindowTokens: number
  readonly price?: TokenPrice
  /** What calls to this model pass; by default a gate of its own. */
  readonly gate?: ModelGate
  readonly timeouts?: Partial<ModelTimeouts>
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
 * failure that happens before the first text. Failures carry no texts of the server.
 */
export function createOpenAiCompatibleModel(options: OpenAiCompatibleOptions): ChatModel {
  const client = createOpenAiClient(options)
  const { gate = createModelGate() } = options
  // A prompt is counted where it is assembled, reserved, metered and sent: by words that are remembered, that is cheap.
  const countTokens = createTokenCounter()
  let dialect = USUAL_DIALECT
  const timeouts = { ...DEFAULT_MODEL_TIMEOUTS, ...options.timeouts }

  async function* stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
    signal.throwIfAborted()
    using deadline = startModelDeadline(timeouts)
    const stop = new AbortController()
    const anySignal = AbortSignal.any([signal, deadline.signal, stop.signal])
    const promptTokens = countPrompt(request.messages, countTokens)
    const tokens = promptTokens + request.maximumAnswerTokens
    using pass = await gate.enter({ tokens, urgent: request.inBackground !== true }, anySignal)
    try {
      const chunks = await withRetries(() => open(request, anySignal), PATIENCE, anySignal, deadline.timeLeftInMs)
      yield* readChunks(heardChunks(chunks, deadline), { ...request, promptTokens, countTokens })
      pass.end('worked')
    } catch (error) {
      signal.throwIfAborted()
      pass.end(deadline.signal.aborted || saysServerIsDown(error) ? 'down' : 'worked')
      deadline.signal.throwIfAborted()
      throw serverFailure(error, THE_MODEL)
    } finally {
      stop.abort()
    }
  }

  /** Begin a call, once more where the server refuses a parameter; what it tells of its limits is kept either way. */
  async function open(request: ChatRequest, signal: AbortSignal): Promise<AsyncIterable<ChatCompletionChunk>> {
    const used = dialect
    try {
      const asked = client.chat.completions.create(completionParameters(options.model, request, used), { signal })
      const { data, response } = await asked.withResponse()
      gate.learn(response.headers, false)
      return data
    } catch (error) {
      if (error instanceof APIError && error.headers !== undefined)
        gate.learn(error.headers, error.status === 429 || (error.status === 503 && error.headers.has('retry-after')))
      const other = dialectAfter(error, used)
      if (other === null) throw error
      dialect = other
      return open(request, signal)
    }
  }

  const { model: name, contextWindowTokens, price = FREE } = options
  return { name, mode: 'model', price, contextWindowTokens, countTokens, stream }
}

function completionParameters(
  model: string,
  { messages, maximumAnswerTokens }: ChatRequest,
  { answerLimit, temperature, usage }: ServerDialect,
): ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    [answerLimit]: maximumAnswerTokens,
    ...(usage ? { stream_options: { include_usage: true } } : {}),
    ...(temperature ? { temperature: 0 } : {}),
  }
}

async function* heardChunks<T>(chunks: AsyncIterable<T>, deadline: ModelDeadline): AsyncGenerator<T> {
  for await (const chunk of chunks) {
    deadline.heard()
    yield chunk
    deadline.listen()
  }
}

/** What is known of a call when its answer begins; a server need not report usage. */
interface Sent extends Pick<ChatRequest, 'maximumAnswerTokens'> {
  readonly promptTokens: number
  readonly countTokens: (text: string) => number
}

async function* readChunks(
  chunks: AsyncIterable<ChatCompletionChunk>,
  { maximumAnswerTokens, promptTokens, countTokens }: Sent,
): AsyncGenerator<ChatPart> {
  const withoutReasoning = createReasoningFilter()
  const maximumCharacters = maximumAnswerTokens * MAXIMUM_CHARACTERS_PER_TOKEN
  let written = ''
  let finish: Finish | null = null
  let usage: ChatCompletionChunk['usage'] = null
  for await (const chunk of chunks) {
    usage = chunk.usage ?? usage
    const refused = refusedByVerdicts(verdictsOf(chunk, 'prompt_filter_results'))
    if (refused !== null) throw refused
    const choice = chunk.choices?.[0]
    if (choice?.finish_reason === 'content_filter') throw stoppedAnswer(verdictsOf(choice, 'content_filter_results'))
    finish = finishOf(choice?.finish_reason) ?? finish
    const piece = choice?.delta?.content ?? ''
    if (typeof piece !== 'string' || piece === '') continue
    const room = maximumCharacters - written.length
    written += piece.slice(0, room)
    const text = withoutReasoning(piece.slice(0, room))
    if (text !== '') yield { type: 'text-delta', text }
    if (piece.length > room) {
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
    promptTokens: usage?.prompt_tokens ?? promptTokens,
    completionTokens: usage?.completion_tokens ?? countTokens(written),
  }
}

type Finish = Extract<ChatPart, { type: 'end' }>['finish']

function finishOf(reason: string | null | undefined): Finish | null {
  if (reason === null || reason === undefined) return null
  return reason === 'length' ? 'length' : 'stop'
}

/** Azure OpenAI adds verdicts of its content filter, which the protocol of OpenAI does not know. */
function verdictsOf(part: object, name: 'prompt_filter_results' | 'content_filter_results'): unknown {
  return name in part ? (part as Readonly<Record<string, unknown>>)[name] : undefined
}

function countPrompt(messages: readonly ChatMessage[], countTokens: (text: string) => number): number {
  return messages.reduce((sum, { content }) => sum + TOKENS_PER_MESSAGE + countTokens(content), 0)
}
