import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Dispatcher } from 'undici'
import { setLastHeaders } from '../platform/http/last-headers.ts'

/** Tells the gateway that it may give an answer again. */
const CACHEABLE_HEADER = 'x-footnote-cacheable'
/** Answers up to this size are sent in one piece, and may be kept in the answer cache; longer ones pass through as they come. */
const MAXIMUM_WHOLE_BYTES = 256 * 1024

export interface ForwardedRequest {
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | Readable | null
  /** Aborted when the client goes away: the other process hears of it at once. */
  readonly signal: AbortSignal
  /** What a client may see of the headers of an answer. */
  readonly filterHeaders: (headers: IncomingHttpHeaders) => Record<string, string | string[]>
}

/**
 * Send a request to another process and its answer to the client: nothing is retried, and streams are neither gathered
 * nor re-encoded. Rejects when the other process cannot be reached or breaks off before its headers; after them the
 * connection of the client is cut, so that half an answer is never taken for a whole one.
 */
export async function forward(
  dispatcher: Dispatcher,
  request: ForwardedRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { promise, resolve, reject } = Promise.withResolvers<FastifyReply>()
  const { path, method, headers, body } = request
  dispatcher.dispatch({ path, method, headers, body }, createRelay(request, reply, { resolve, reject }))
  return promise
}

interface Outcome {
  readonly resolve: (reply: FastifyReply) => void
  readonly reject: (error: unknown) => void
}

function createRelay(
  request: ForwardedRequest,
  reply: FastifyReply,
  { resolve, reject }: Outcome,
): Dispatcher.DispatchHandler {
  const { signal } = request
  let whole: Buffer[] | null = null
  let stop: (() => void) | null = null
  const settle = (): void => {
    if (stop !== null) signal.removeEventListener('abort', stop)
  }
  return {
    onRequestStart: (controller) => {
      if (signal.aborted) return controller.abort(signal.reason as Error)
      stop = () => controller.abort(signal.reason as Error)
      signal.addEventListener('abort', stop, { once: true })
    },
    onResponseStart: (controller, status, headers) => {
      if (status < 200) return
      reply.code(status).headers(request.filterHeaders(headers))
      if (isWhole(request.method, headers)) whole = []
      else startStream(reply, controller)
    },
    onResponseData: (controller, chunk) => {
      if (whole !== null) whole.push(chunk)
      else if (!reply.raw.write(chunk)) controller.pause()
    },
    onResponseEnd: () => {
      settle()
      if (whole === null) {
        reply.raw.end()
        return resolve(reply)
      }
      resolve(reply.send(textOrBytes(reply, whole)))
    },
    onResponseError: (_controller, error) => {
      settle()
      if (!reply.sent) return reject(error)
      reply.raw.destroy()
      resolve(reply)
    },
  }
}

function isWhole(method: string, headers: IncomingHttpHeaders): boolean {
  return method !== 'HEAD' && Number(headers['content-length'] ?? Number.POSITIVE_INFINITY) <= MAXIMUM_WHOLE_BYTES
}

function startStream(reply: FastifyReply, controller: Dispatcher.DispatchController): void {
  setLastHeaders(reply)
  // A stream may be cut short, so it is never kept; whoever answers may not know that.
  reply.removeHeader(CACHEABLE_HEADER)
  reply.hijack()
  reply.raw.on('drain', () => controller.resume())
  reply.raw.writeHead(reply.statusCode, definedHeaders(reply))
  reply.raw.flushHeaders()
}

/** Header values as they are set; those that were taken off again are undefined. */
function definedHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {}
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) headers[name] = value
  }
  return headers
}

/** As text what the answer cache will keep; everything else stays bytes. */
function textOrBytes(reply: FastifyReply, chunks: readonly Buffer[]): string | Buffer {
  const [first] = chunks
  const bytes = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)
  return reply.getHeader(CACHEABLE_HEADER) === undefined ? bytes : bytes.toString('utf8')
}
