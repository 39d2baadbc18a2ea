import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { AnswerEnvelope, AskInput, MEDIUM_CONFIDENCE, type Orchestration } from '../contracts/orchestration.ts'
import { acceptsEventStream } from '../platform/http/accepts-event-stream.ts'
import { ANSWER_ID_HEADER, answerIdOf } from '../platform/http/answer-id.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { errorPart, sendEventStream } from '../platform/http/event-stream.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { noteTokenUsage } from '../platform/http/token-usage.ts'
import { askQuestions } from '../policies/ask-questions.ts'
import type { KeptStreams } from './kept-streams.ts'
import { readEnvelope } from './read-envelope.ts'
import { sendNumbered } from './send-numbered.ts'

/** Tells the gateway that it may give this answer again; it takes the header off. */
const CACHEABLE_HEADER = 'x-footnote-cacheable'

/** A client that can read on prefers it (RFC 7240): its answer is written on while the connection is lost for a while. */
const RESUMABLE = /(?:^|,)\s*resumable\s*(?:,|$)/i

/** `POST /api/ask`: the answer as one JSON object, or the same answer as a stream of parts for `Accept: text/event-stream`. */
export function orchestrationRoutes(
  orchestration: Pick<Orchestration, 'ask'>,
  streams: KeptStreams,
): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const schema = {
      operationId: 'ask',
      summary: 'Ask a question; every sentence of the answer carries a footnote.',
      tags: ['ask'],
      body: AskInput,
      response: { 200: AnswerEnvelope, ...problemResponses(400, 401, 403, 404, 409, 422, 429, 499, 500, 503) },
    }
    app.post('/api/ask', { schema, config: { policy: askQuestions } }, async (request, reply) => {
      const context = callContextOf(request)
      reply.header(ANSWER_ID_HEADER, answerIdOf(context))
      if (acceptsEventStream(request) && RESUMABLE.test(headerOf(request, 'prefer'))) {
        const write = (signal: AbortSignal) => orchestration.ask(request.body, { ...context, signal })
        await sendNumbered(reply, await streams.begin(answerIdOf(context), write, context), context)
        return reply
      }
      const parts = orchestration.ask(request.body, context)
      if (acceptsEventStream(request)) {
        const onError = (error: unknown) => errorPart(error, context.requestId)
        await sendEventStream(reply, parts, { signal: context.signal, onError })
        return reply
      }
      const envelope = await readEnvelope(parts, context)
      // What was said before decides as well, and is part of no key.
      if (request.body.conversation_id === undefined && isCacheable(envelope)) reply.header(CACHEABLE_HEADER, '1')
      noteTokenUsage(reply, envelope.token_usage)
      return envelope
    })
  }
}

function headerOf({ headers }: FastifyRequest, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

/** Refusals, weak answers and stand-in answers may turn out better the next time, so they are never kept. */
function isCacheable({ outcome, confidence, made_by, degraded }: AnswerEnvelope): boolean {
  const isWhole = made_by.fallback_reason === null && degraded === undefined
  return outcome === 'answered' && confidence >= MEDIUM_CONFIDENCE && isWhole
}
