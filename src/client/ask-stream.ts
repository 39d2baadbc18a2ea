import type { AnswerPart } from '../contracts/orchestration.ts'
import { dataOf, type FootnoteClient } from './footnote-client.ts'
import type { paths } from './openapi.ts'
import { readEventStream } from './read-event-stream.ts'

/** A question as a client sends it: what has a default may be left out. */
export type Question = paths['/api/ask']['post']['requestBody']['content']['application/json']

/** Header of a reply that says which id the answer is kept under. */
const ANSWER_ID_HEADER = 'x-footnote-answer-id'

/**
 * Ask a question and yield the parts of the answer as they arrive; the last one holds the whole answer. Throws
 * `RequestFailed` when it is refused, and what an abort throws. `onAnswerId` is told the id of the answer first.
 */
export async function* askStream(
  client: FootnoteClient,
  question: Question,
  signal: AbortSignal,
  onAnswerId: (id: string) => void = () => {},
): AsyncGenerator<AnswerPart> {
  const headers = { accept: 'text/event-stream' }
  const reply = client.POST('/api/ask', { body: question, headers, parseAs: 'stream' as const, signal })
  const id = (await reply).response.headers.get(ANSWER_ID_HEADER)
  if (id !== null) onAnswerId(id)
  for await (const data of readEventStream(await dataOf(reply))) yield partOf(data)
}

/** Our own server writes the parts, by the schema of `AnswerPart`. */
function partOf(data: string): AnswerPart {
  return JSON.parse(data) as AnswerPart
}
