import { setTimeout as rest } from 'node:timers/promises'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { STREAM_CHECK } from '../contracts/stream-check.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { errorPart, sendEventStream } from '../platform/http/event-stream.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { askQuestions } from '../policies/ask-questions.ts'

/** `GET /api/stream-check`: events at an even pace, by which a client sees whether something on the way holds streams back. */
export function streamCheckRoutes(): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const schema = {
      operationId: 'checkStream',
      summary: 'Ten events, a fifth of a second apart, to find out whether streams arrive as they are sent.',
      tags: ['ask'],
      response: problemResponses(401, 403, 429),
    }
    app.get('/api/stream-check', { schema, config: { policy: askQuestions } }, async (request, reply) => {
      const { signal, requestId } = callContextOf(request)
      await sendEventStream(reply, ticks(signal), { signal, onError: (error) => errorPart(error, requestId) })
      return reply
    })
  }
}

async function* ticks(signal: AbortSignal) {
  for (let number = 1; number <= STREAM_CHECK.events; number += 1) {
    if (number > 1) await rest(STREAM_CHECK.intervalInMs, undefined, { signal })
    yield { type: 'tick' as const, number }
  }
}
