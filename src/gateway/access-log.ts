import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { inboundCallOf } from '../platform/http/call-context.ts'
import { createRequestDuration, NOT_MEASURED, recordDuration } from '../platform/http/measure-requests.ts'
import { notedTokenUsage, TOKEN_USAGE_HEADER } from '../platform/http/token-usage.ts'
import type { Telemetry } from '../platform/telemetry/telemetry.ts'
import { NOTES, newNotes, notesOf, type RequestNotes, serverTiming } from './request-notes.ts'

const PRIVATE_ADDRESS = /^(?:::ffff:)?(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)|^f[cd]|^fe[89ab]/i
const OWN_ADDRESS = /^(?:::ffff:)?127\.|^::1$/

/**
 * One line and one measurement per request: ids, route, status, times and sizes; never bodies, queries, tokens, cookies or
 * addresses. Tells the client the trace and, on the API, where the time went.
 */
export function installAccessLog(app: FastifyInstance, { logger, meter }: Telemetry): void {
  const duration = createRequestDuration(meter)
  const cache = meter.createCounter('footnote_answer_cache', {
    description: 'Questions that an answer of the last minutes was looked up for, hit or miss.',
  })
  // Whatever is redacted elsewhere is not among these fields, and looking for it would cost more than the line.
  const lines = logger.child({}, { redact: [] })
  const sizes = createByteCounts()
  app.decorateRequest(NOTES, null)
  app.addHook('onRequest', (request, reply, done) => {
    watch(request, reply)
    done()
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    // Requests that were refused before any of our hooks ran are logged too.
    if (request.getDecorator<RequestNotes | null>(NOTES) === null) watch(request, reply)
    done()
  })
  function watch(request: FastifyRequest, reply: FastifyReply): void {
    request.setDecorator<RequestNotes>(NOTES, newNotes(request.ip))
    reply.header('traceresponse', inboundCallOf(request).trace.traceparent)
    // Not `onResponse`: an answer that nobody waited for is never finished, but its connection closes.
    // The request forgets its connection when that closes.
    const { socket } = request.raw
    reply.raw.once('close', () => record(request, reply, socket))
  }
  function record(request: FastifyRequest, reply: FastifyReply, socket: Socket): void {
    const route = request.routeOptions.url ?? 'unknown'
    if (NOT_MEASURED.test(route)) return
    recordDuration(duration, request, reply)
    const reuse = reply.getHeader('x-footnote-cache')
    if (typeof reuse === 'string') cache.add(1, { result: reuse })
    lines.info(lineOf(request, reply, route, sizes(request, reply, socket)), 'request')
  }
}

/** Note what an answer says of itself when its first byte is ready, and tell the client where the time went. */
export function noteAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const notes = notesOf(request)
  notes.tokens ??= notedTokenUsage(reply.getHeader(TOKEN_USAGE_HEADER))
  reply.removeHeader(TOKEN_USAGE_HEADER)
  const timing = serverTiming(request, reply)
  if (request.url.startsWith('/api/')) reply.header('server-timing', timing)
}

function lineOf(
  request: FastifyRequest,
  reply: FastifyReply,
  route: string,
  [bytesIn, bytesOut]: readonly [number, number],
) {
  const { principal, requestId, signal, trace } = inboundCallOf(request)
  const notes = notesOf(request)
  return {
    request_id: requestId,
    trace_id: trace.traceId,
    tenant_id: principal?.tenant_id,
    object_id: principal?.object_id,
    credential: notes.credential ?? undefined,
    client: addressKind(notesOf(request).address),
    method: request.method,
    route,
    status: reply.raw.statusCode,
    duration_in_ms: tenths(reply.elapsedTime),
    authentication_in_ms: tenths(notes.authenticationInMs),
    limits_in_ms: tenths(notes.limitsInMs),
    first_byte_in_ms: tenths(notes.firstByteAfterInMs),
    bytes_in: bytesIn,
    bytes_out: bytesOut,
    prompt_tokens: notes.tokens?.prompt,
    completion_tokens: notes.tokens?.completion,
    cache: reply.getHeader('x-footnote-cache'),
    cancelled: signal.aborted || undefined,
  }
}

function tenths(milliseconds: number | null): number | undefined {
  return milliseconds === null ? undefined : Math.round(milliseconds * 10) / 10
}

/** Where a client is, without saying who it is. */
export function addressKind(address: string): 'own' | 'private' | 'public' {
  if (OWN_ADDRESS.test(address)) return 'own'
  return PRIVATE_ADDRESS.test(address) ? 'private' : 'public'
}

/** What went over the wire for a request, headers included: the difference since the connection's last answer. */
function createByteCounts(): (
  request: FastifyRequest,
  reply: FastifyReply,
  socket: Socket,
) => readonly [number, number] {
  const before = new WeakMap<Socket, readonly [number, number]>()
  return (request, reply, socket) => {
    const { bytesRead, bytesWritten } = socket
    // Injected requests have no wire.
    if (typeof bytesRead !== 'number' || typeof bytesWritten !== 'number') {
      return [Number(request.headers['content-length'] ?? 0), Number(reply.getHeader('content-length') ?? 0)]
    }
    const [read, written] = before.get(socket) ?? [0, 0]
    before.set(socket, [bytesRead, bytesWritten])
    return [bytesRead - read, bytesWritten - written]
  }
}
