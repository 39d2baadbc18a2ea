import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TraceHeaders, Tracing } from '../telemetry/telemetry.ts'
import { INBOUND_CALL, type InboundCall, inboundCallOf } from './call-context.ts'

const SPAN = 'traceSpan'
/** Probes come every few seconds, and files of the web client tell nothing. */
const NOT_TRACED = /^\/(?:healthz|readyz|metrics|docs|_next)(?:[/?]|$)/

/**
 * Make every request a step of the trace that it came with, and whatever it calls a step below it. Call it after the hook
 * that starts the call of a request.
 */
export function traceRequests(app: FastifyInstance, tracing: Tracing): void {
  if (!tracing.isOn) return
  app.decorateRequest(SPAN, null)
  app.addHook('onRequest', (request, reply, done) => {
    if (NOT_TRACED.test(request.url)) return done()
    const span = beginStep(request, reply, tracing)
    return tracing.within(span, done)
  })
  // A body that was read meanwhile comes from its connection, which knows no step.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = request.getDecorator<Span | null>(SPAN)
    if (span === null) done()
    else tracing.within(span, done)
  })
}

function beginStep(request: FastifyRequest, reply: FastifyReply, tracing: Tracing): Span {
  const route = request.routeOptions.url
  const span = tracing.begin({
    name: route === undefined ? request.method : `${request.method} ${route}`,
    kind: SpanKind.SERVER,
    attributes: {
      'http.request.method': request.method,
      'footnote.request_id': request.id,
      ...(route === undefined ? {} : { 'http.route': route }),
    },
    parent: parentOf(request),
  })
  request.setDecorator<Span>(SPAN, span)
  continueFrom(request, span, tracing)
  // Not `onResponse`: an answer that nobody waited for is never finished, but its connection closes.
  reply.raw.once('close', () => endStep(span, request, reply))
  return span
}

/** Only a good parent is continued: else this request begins a trace, and the share of those that are kept decides. */
function parentOf(request: FastifyRequest): TraceHeaders | undefined {
  const { traceId, tracestate } = inboundCallOf(request).trace
  const { traceparent } = request.headers
  if (typeof traceparent !== 'string' || !traceparent.includes(traceId)) return undefined
  return { traceparent, tracestate }
}

/** What is called on behalf of the request hangs below this step. */
function continueFrom(request: FastifyRequest, span: Span, tracing: Tracing): void {
  const call = inboundCallOf(request)
  const headers = tracing.headersOf(span)
  if (headers === undefined) return
  const { traceId } = span.spanContext()
  request.setDecorator<InboundCall>(INBOUND_CALL, { ...call, trace: { tracestate: undefined, ...headers, traceId } })
}

function endStep(span: Span, request: FastifyRequest, reply: FastifyReply): void {
  const status = reply.raw.statusCode
  const { principal, signal } = inboundCallOf(request)
  span.setAttribute('http.response.status_code', status)
  if (principal !== null) span.setAttribute('footnote.tenant_id', principal.tenant_id)
  if (signal.aborted) span.setAttribute('footnote.cancelled', true)
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}
