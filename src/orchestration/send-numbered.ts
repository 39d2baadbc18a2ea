import type { FastifyReply } from 'fastify'
import type { CallContext } from '../contracts/call-context.ts'
import { errorPart, eventOf, sendEvents } from '../platform/http/event-stream.ts'
import type { NumberedPart } from './kept-streams.ts'

/** Reply with the parts of an answer as events whose ids a reader can name to read on. */
export function sendNumbered(
  reply: FastifyReply,
  parts: AsyncIterable<NumberedPart>,
  { signal, requestId }: CallContext,
): Promise<void> {
  return sendEvents(reply, parts, {
    signal,
    textOf: ({ number, part }) => `id: ${number}\n${eventOf(part)}`,
    lastWords: (error) => eventOf(errorPart(error, requestId)),
  })
}
