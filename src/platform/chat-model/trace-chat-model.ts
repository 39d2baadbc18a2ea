import { type Attributes, type Span, SpanKind } from '@opentelemetry/api'
import type { Tracing } from '../telemetry/telemetry.ts'
import type { ChatModel, ChatPart, ChatRequest } from './chat-model.ts'

/** Names of OpenTelemetry's conventions for generative AI (1.45). Prompts and answers have names there too; ours never use them. */
const OPERATION = 'gen_ai.operation.name'
const PROVIDER = 'gen_ai.provider.name'
const MODEL = 'gen_ai.request.model'
const LIMIT = 'gen_ai.request.max_tokens'
const FINISH = 'gen_ai.response.finish_reasons'
const INPUT = 'gen_ai.usage.input_tokens'
const OUTPUT = 'gen_ai.usage.output_tokens'
const FIRST_CHUNK = 'gen_ai.response.time_to_first_chunk'

/** A model whose answers are steps of a trace: which model, how many tokens, how soon; never what was asked or answered. */
export function traceChatModel(model: ChatModel, provider: string, tracing: Tracing): ChatModel {
  if (!tracing.isOn) return model
  const kind = model.mode === 'model' ? SpanKind.CLIENT : SpanKind.INTERNAL
  const attributesOf = ({ maximumAnswerTokens }: ChatRequest): Attributes => ({
    [OPERATION]: 'chat',
    [PROVIDER]: provider,
    [MODEL]: model.name,
    [LIMIT]: maximumAnswerTokens,
    'gen_ai.output.type': 'text',
  })
  return {
    ...model,
    stream: (request, signal) =>
      tracing.stream({ name: `chat ${model.name}`, kind, attributes: attributesOf(request) }, (span) =>
        noted(model.stream(request, signal), span),
      ),
  }
}

async function* noted(parts: AsyncIterable<ChatPart>, span: Span): AsyncGenerator<ChatPart> {
  const startedAt = performance.now()
  let isFirst = true
  for await (const part of parts) {
    if (isFirst) span.setAttribute(FIRST_CHUNK, (performance.now() - startedAt) / 1_000)
    isFirst = false
    if (part.type === 'end') {
      span.setAttributes({ [FINISH]: [part.finish], [INPUT]: part.promptTokens, [OUTPUT]: part.completionTokens })
    }
    yield part
  }
}
