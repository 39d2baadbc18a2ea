import { once } from 'node:events'
import type { FastifyReply } from 'fastify'
import { isProblem } from '../../contracts/errors.ts'

/** Proxies close connections that stay silent; a comment this often keeps them open (load balancers cut at 4 minutes). */
const HEARTBEAT_INTERVAL_IN_MS = 10_000

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
export async function sendEventStream(
  reply: FastifyReply,
  parts: AsyncIterable<StreamPart>,
  { signal, onError }: EventStreamOptions,
): Promise<void> {
  const iterator = parts[Symbol.asyncIterator]()
  const first = await iterator.next()
  reply.hijack()
  reply.raw.writeHead(200, { ...definedHeaders(reply), ...STREAM_HEADERS })
  const heartbeat = setInterval(() => reply.raw.write(': heartbeat\n\n'), HEARTBEAT_INTERVAL_IN_MS)
  try {
    for (let next = first; !next.done; next = await iterator.next()) {
      await writePart(reply, next.value, signal)
    }
  } catch (error) {
    if (!signal.aborted) await writePart(reply, onError(error), signal)
  } finally {
    clearInterval(heartbeat)
    await iterator.return?.()
    reply.raw.end()
  }
}

/** A stream part that tells the client what went wrong; unknown errors stay unnamed. */
export function errorPart(error: unknown, requestId: string) {
  const code = isProblem(error) ? error.code : 'internal-error'
  const detail = isProblem(error)
    ? error.message
    : 'Something went wrong on our side; try again, and quote the request id if it stays.'
  return { type: 'error' as const, code, detail, request_id: requestId }
}

async function writePart(reply: FastifyReply, part: StreamPart, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const flowing = reply.raw.write(`event: ${part.type}\ndata: ${JSON.stringify(part)}\n\n`)
  if (!flowing) await once(reply.raw, 'drain', { signal })
}

function definedHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {}
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) headers[name] = value
  }
  return headers
}
