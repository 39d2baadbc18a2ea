import { assertNever } from '../../contracts/assert-never.ts'
import type { AnswerEnvelope, AnswerPart } from '../../contracts/orchestration.ts'
import { annotationsOf, type ChatCompletion, MODEL_NAME, usageOf } from './chat-completions.ts'

/** What all pieces of one completion share. */
export interface CompletionHead {
  readonly id: string
  /** Seconds since 1970, as OpenAI counts. */
  readonly created: number
  /** The address that people use, for links to the originals. */
  readonly origin: string
}

/** A finished answer as one completion. */
export function writeCompletion(answer: AnswerEnvelope, { id, created, origin }: CompletionHead): ChatCompletion {
  const message = {
    role: 'assistant' as const,
    content: answer.answer,
    refusal: null,
    annotations: annotationsOf(answer, origin),
  }
  return {
    id,
    object: 'chat.completion',
    created,
    model: MODEL_NAME,
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: usageOf(answer),
    footnote: answer,
  }
}

/**
 * The data of the server-sent events that a streamed answer becomes: chunks as OpenAI sends them, the footnotes as
 * annotations of the last one, at the end the usage if it was asked for and `[DONE]`. An error is one object `error`.
 */
export async function* writeChunks(
  parts: AsyncIterable<AnswerPart>,
  head: CompletionHead,
  includeUsage: boolean,
): AsyncGenerator<string> {
  const { id, created, origin } = head
  const common = { id, object: 'chat.completion.chunk', created, model: MODEL_NAME }
  const chunk = (delta: object, finish: 'stop' | null, more: object = {}): string =>
    JSON.stringify({ ...common, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], ...more })
  for await (const part of parts) {
    switch (part.type) {
      case 'retrieval-end':
        yield chunk({ role: 'assistant', content: '' }, null)
        break
      case 'text-delta':
        yield chunk({ content: part.text }, null)
        break
      case 'citation':
        // They stand in the annotations of the last chunk, when it is known which sentences they belong to.
        break
      case 'answer-end':
        yield chunk({ annotations: annotationsOf(part.answer, origin) }, 'stop', { footnote: part.answer })
        if (includeUsage) yield JSON.stringify({ ...common, choices: [], usage: usageOf(part.answer) })
        yield '[DONE]'
        break
      case 'error':
        yield JSON.stringify({ error: { message: part.detail, type: part.code, code: part.code, param: null } })
        break
      default:
        assertNever(part)
    }
  }
}
