import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { inboundCallOf } from '../platform/http/call-context.ts'
import type { Telemetry } from '../platform/telemetry/telemetry.ts'

const SECONDS = {
  unit: 's',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10] },
}

/** One line and one measurement per request: ids, route, status, times and sizes; never bodies, queries or tokens. */
export function installAccessLog(app: FastifyInstance, { logger, meter }: Telemetry): void {
  const duration = meter.createHistogram('http_server_request_duration', {
    description: 'Time to answer a request.',
    ...SECONDS,
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    if (route.startsWith('/healthz') || route.startsWith('/readyz') || route.startsWith('/metrics')) return
    const status = reply.raw.statusCode
    duration.record(reply.elapsedTime / 1000, { method: request.method, route, status: String(status) })
    logger.info(lineOf(request, reply, route, status), 'request')
  })
}

function lineOf(request: FastifyRequest, reply: FastifyReply, route: string, status: number) {
  const { principal, requestId, signal } = inboundCallOf(request)
  return {
    request_id: requestId,
    tenant_id: principal?.tenant_id,
    object_id: principal?.object_id,
    method: request.method,
    route,
    status,
    duration_in_ms: Math.round(reply.elapsedTime * 10) / 10,
    bytes_in: Number(request.headers['content-length'] ?? 0),
    bytes_out: Number(reply.getHeader('content-length') ?? 0),
    cache: reply.getHeader('x-footnote-cache'),
    cancelled: signal.aborted || undefined,
  }
}
