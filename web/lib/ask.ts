import type { AnswerPart } from '../../src/contracts/orchestration.ts'
import { readEventStream } from './read-event-stream.ts'
import { request } from './request.ts'
import { wire } from './wire.ts'

/**
 * Ask a question and yield the parts of the answer as they arrive. `interpret` false asks for the words as they are. Throws
 * `RequestFailed`, or what an abort throws.
 */
export async function* ask(query: string, interpret: boolean, signal: AbortSignal): AsyncGenerator<AnswerPart> {
  const json = interpret ? { query } : { query, interpret }
  const reply = await request('/api/ask', { method: 'POST', json, accept: 'text/event-stream', signal })
  if (reply.body === null) return
  for await (const data of readEventStream(reply.body)) yield wire.answerPart(data)
}
