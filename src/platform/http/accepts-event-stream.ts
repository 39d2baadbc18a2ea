import type { FastifyRequest } from 'fastify'

/** True when a client asks for its answer as a stream of parts. Gateway and answering service must agree on it. */
export function acceptsEventStream({ headers }: FastifyRequest): boolean {
  return headers.accept?.toLowerCase().includes('text/event-stream') ?? false
}
