import type { FastifyReply } from 'fastify'
import { setLastHeaders } from './last-headers.ts'
import { logUnexpected, toProblem } from './problem-replies.ts'
import { writeInStep } from './write-in-step.ts'

export interface PartStream<T> {
  readonly signal: AbortSignal
  readonly headers: Readonly<Record<string, string>>
  /** What is written for a part. */
  readonly textOf: (part: T) => string
  /** What is written for an error after the first part; unknown errors are logged, and must stay unnamed here. */
  readonly lastWords: (error: unknown) => string
  /** A text that means nothing, written now and then while no part comes. */
  readonly heartbeat?: { readonly text: string; readonly intervalInMs: number }
}

/**
 * Reply with parts as they come. The first is awaited before the headers go out, so an error up to then is an ordinary
 * problem reply. Waits for slow readers; stops, and lets the source clean up, when the signal is aborted.
 */
export async function streamParts<T>(
  reply: FastifyReply,
  parts: AsyncIterable<T>,
  { signal, headers, textOf, lastWords, heartbeat }: PartStream<T>,
): Promise<void> {
  const iterator = parts[Symbol.asyncIterator]()
  const first = await iterator.next()
  setLastHeaders(reply)
  reply.hijack()
  reply.raw.writeHead(200, { ...definedHeaders(reply), ...headers })
  const beat = heartbeat && setInterval(() => reply.raw.write(heartbeat.text), heartbeat.intervalInMs)
  try {
    for (let next = first; !next.done; next = await iterator.next()) {
      await writeInStep(reply.raw, textOf(next.value), signal)
    }
  } catch (error) {
    if (!signal.aborted) {
      logUnexpected(reply.request, toProblem(error), error)
      reply.raw.write(lastWords(error))
    }
  } finally {
    clearInterval(beat)
    try {
      await iterator.return?.()
    } finally {
      reply.raw.end()
    }
  }
}

function definedHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {}
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) headers[name] = value
  }
  return headers
}
