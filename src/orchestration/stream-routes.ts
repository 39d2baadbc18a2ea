import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { askQuestions } from '../policies/ask-questions.ts'
import type { KeptStreams } from './kept-streams.ts'
import { sendNumbered } from './send-numbered.ts'

const tags = ['ask']
const params = z.object({ id: z.uuid() })

const schemas = {
  resume: {
    operationId: 'resumeAnswer',
    summary: 'Read on in a streamed answer whose connection was lost.',
    description:
      'For questions that were sent with the header Prefer: resumable. The id is that of the header ' +
      'X-Footnote-Answer-Id; the header Last-Event-ID names the last event that arrived. Possible for 60 seconds, by ' +
      'whoever asked, as long as neither rights nor documents have changed.',
    tags,
    params,
    headers: z.object({ 'last-event-id': z.coerce.number().int().min(0).default(0) }),
    response: problemResponses(400, 401, 403, 404, 429, 499, 503),
  },
  stop: {
    operationId: 'stopAnswer',
    summary: 'Stop writing an answer that goes on without its reader. Succeeds when there is none.',
    tags,
    params,
    response: { 204: z.null(), ...problemResponses(400, 401, 403, 429) },
  },
}

/** Reading on in an answer, and stopping it. */
export function streamRoutes(streams: KeptStreams): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const config = { policy: askQuestions }
    app.get('/api/answers/:id/stream', { schema: schemas.resume, config }, async (request, reply) => {
      const context = callContextOf(request)
      const after = request.headers['last-event-id']
      await sendNumbered(reply, await streams.resume(request.params.id, after, context), context)
      return reply
    })
    app.delete('/api/answers/:id/stream', { schema: schemas.stop, config }, async (request, reply) => {
      streams.stop(request.params.id, callContextOf(request))
      return reply.code(204).send(null)
    })
  }
}
