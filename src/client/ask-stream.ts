import type { AnswerPart } from '../contracts/orchestration.ts'
import { dataOf, type FootnoteClient } from './footnote-client.ts'
import type { paths } from './openapi.ts'
import { readEventStream } from './read-event-stream.ts'
import { RequestFailed } from './request-failed.ts'

/** A question as a client sends it: what has a default may be left out. */
export type Question = paths['/api/ask']['post']['requestBody']['content']['application/json']

/** Header of a reply that says which id the answer is kept under. */
const ANSWER_ID_HEADER = 'x-footnote-answer-id'
/** How long to wait before each further try to read on; together less than the minute for which the server keeps the answer. */
const WAITS_IN_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000]

/**
 * Ask a question and yield the parts of the answer as they arrive; the last one holds the whole answer. A connection that is
 * lost on the way is opened again where it broke. Stops the answer when the caller stops reading or aborts. Throws
 * `RequestFailed` when the question is refused, and what an abort throws. `onAnswerId` is told the id of the answer first.
 */
export async function* askStream(
  client: FootnoteClient,
  question: Question,
  signal: AbortSignal,
  onAnswerId: (id: string) => void = () => {},
): AsyncGenerator<AnswerPart> {
  const headers = { accept: 'text/event-stream', prefer: 'resumable' }
  const { data, response } = await client.POST('/api/ask', { body: question, headers, parseAs: 'stream', signal })
  const id = response.headers.get(ANSWER_ID_HEADER)
  if (id !== null) onAnswerId(id)
  let body: ReadableStream<Uint8Array> | null = data ?? null
  let last = 0
  let isWhole = false
  try {
    for (let lost = 0; body !== null; ) {
      try {
        for await (const event of readEventStream(body)) {
          last = Number(event.id ?? last)
          lost = 0
          const part = partOf(event.data)
          isWhole = part.type === 'answer-end' || part.type === 'error'
          yield part
        }
      } catch (error) {
        if (signal.aborted || id === null || lost >= WAITS_IN_MS.length) throw error
      }
      if (isWhole || id === null) return
      body = await readOn(client, { id, last, waitInMs: WAITS_IN_MS[lost++] }, signal)
    }
  } finally {
    // Nobody waits for the rest; without a word the server would write on for a minute.
    if (!isWhole && id !== null)
      await client.DELETE('/api/answers/{id}/stream', { params: { path: { id } } }).catch(() => undefined)
  }
}

interface Lost {
  readonly id: string
  readonly last: number
  readonly waitInMs: number | undefined
}

/** The rest of an answer; null when it is gone. */
async function readOn(
  client: FootnoteClient,
  { id, last, waitInMs }: Lost,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | null> {
  if (waitInMs === undefined) return null
  await new Promise((resolve) => setTimeout(resolve, waitInMs))
  signal.throwIfAborted()
  const params = { path: { id }, header: { 'last-event-id': last } }
  try {
    return await dataOf(client.GET('/api/answers/{id}/stream', { params, parseAs: 'stream', signal }))
  } catch (error) {
    if (error instanceof RequestFailed && error.problem.status === 404) return null
    // No network yet, or the server is on its way back: an empty body leads to the next try.
    if (signal.aborted || (error instanceof RequestFailed && (error.problem.status ?? 0) < 500)) throw error
    return new ReadableStream({ start: (controller) => controller.close() })
  }
}

/** Our own server writes the parts, by the schema of `AnswerPart`. */
function partOf(data: string): AnswerPart {
  return JSON.parse(data) as AnswerPart
}
