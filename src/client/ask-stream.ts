import type { AnswerPart } from '../contracts/orchestration.ts'
import { dataOf, type FootnoteClient } from './footnote-client.ts'
import type { paths } from './openapi.ts'
import { readEventStream } from './read-event-stream.ts'

/** A question as a client sends it: what has a default may be left out. */
export type Question = paths['/api/ask']['post']['requestBody']['content']['application/json']

/**
 * Ask a question and yield the parts of the answer as they arrive; the last one holds the whole answer. Throws
 * `RequestFailed` when it is refused, and what an abort throws.
 */
export async function* askStream(
  client: FootnoteClient,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<AnswerPart> {
  const headers = { accept: 'text/event-stream' }
  const body = await dataOf(client.POST('/api/ask', { body: question, headers, parseAs: 'stream' as const, signal }))
  for await (const data of readEventStream(body)) yield partOf(data)
}

/** Our own server writes the parts, by the schema of `AnswerPart`. */
function partOf(data: string): AnswerPart {
  return JSON.parse(data) as AnswerPart
}
