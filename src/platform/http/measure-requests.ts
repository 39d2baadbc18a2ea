import type { Histogram, Meter } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** What watches over a process is not what people ask for. */
export const NOT_MEASURED = /^\/(?:healthz|readyz|metrics)/

/** How long requests take, by method, route and status: rate, errors and duration in one. */
export function createRequestDuration(meter: Meter): Histogram {
  return meter.createHistogram('http_server_request_duration', {
    description: 'Time to answer a request.',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10] },
  })
}

/** Routes are patterns, so that their number is that of the program and not that of its documents. */
export function recordDuration(duration: Histogram, request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? 'unknown'
  if (NOT_MEASURED.test(route)) return
  const status = String(reply.raw.statusCode)
  duration.record(reply.elapsedTime / 1000, { method: request.method, route, status })
}

/** Measure every request of a process behind the gateway; the gateway's access log measures its own. */
export function measureRequests(app: FastifyInstance, meter: Meter): void {
  const duration = createRequestDuration(meter)
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => recordDuration(duration, request, reply))
    done()
  })
}
