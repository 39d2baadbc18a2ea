import type { FastifyReply } from 'fastify'
import { toProblem } from './problem-replies.ts'
import { type PartStream, streamParts } from './stream-parts.ts'

/** Proxies close connections that stay silent; a comment this often keeps them open (load balancers cut at 4 minutes). */
const HEARTBEAT = { text: ': heartbeat\n\n', intervalInMs: 10_000 }

/** `no-transform` keeps proxies from compressing, which would hold all parts back until the end. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'private, no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
} as const

export interface StreamPart {
  readonly type: string
}

export interface EventStreamOptions {
  readonly signal: AbortSignal
  /** Turn an error after the first part into the last part of the stream. */
  readonly onError: (error: unknown) => StreamPart
}

/**
 * Reply with server-sent events, one per part, as they come. The first part is awaited before the headers go out,
 * so an error up to then is an ordinary problem reply. Waits for slow readers; stops when the signal is aborted.
 */
export function sendEventStream(
  reply: FastifyReply,
  parts: AsyncIterable<StreamPart>,
  { signal, onError }: EventStreamOptions,
): Promise<void> {
  return sendEvents(reply, parts, { signal, textOf: eventOf, lastWords: (error) => eventOf(onError(error)) })
}

/** The same for parts that are written in another way than ours. */
export function sendEvents<T>(
  reply: FastifyReply,
  parts: AsyncIterable<T>,
  writing: Pick<PartStream<T>, 'signal' | 'textOf' | 'lastWords'>,
): Promise<void> {
  return streamParts(reply, parts, { ...writing, headers: STREAM_HEADERS, heartbeat: HEARTBEAT })
}

/** A stream part that tells the client what went wrong; unknown errors stay unnamed. */
export function errorPart(error: unknown, requestId: string) {
  const { code, message } = toProblem(error)
  return { type: 'error' as const, code, detail: message, request_id: requestId }
}

/** A part as a server-sent event. */
export function eventOf(part: StreamPart): string {
  return `event: ${part.type}\ndata: ${JSON.stringify(part)}\n\n`
}
