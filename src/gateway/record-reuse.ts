import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { AnswerEnvelope, type Orchestration } from '../contracts/orchestration.ts'
import { ANSWER_ID_HEADER, answerIdOf } from '../platform/http/answer-id.ts'
import { callContextOf } from '../platform/http/call-context.ts'

/** The record is written after the reply; whoever keeps it may be slow, but not for ever. */
const DEADLINE_IN_MS = 10_000
const REUSED = 'reusedAnswer'

interface Reused {
  readonly query: string
  /** The answer as it was sent. */
  readonly text: string
}

export interface ReuseRecording {
  readonly recordReuse: Orchestration['recordReuse']
  readonly logger: Pick<Logger, 'error'>
}

/** Record answers that are given again like those that are made: after the reply, so that nobody waits for it. */
export function recordReuses(app: FastifyInstance, { recordReuse, logger }: ReuseRecording): void {
  const running = new Set<Promise<void>>()
  const record = async ({ query, text }: Reused, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    // Not the signal of the request: the record is written whether or not the client is still there.
    const context = { ...callContextOf(request), signal: AbortSignal.timeout(DEADLINE_IN_MS) }
    const answer = AnswerEnvelope.parse(JSON.parse(text))
    await recordReuse({ query, answer, duration_in_ms: Math.round(reply.elapsedTime) }, context)
  }
  app.decorateRequest(REUSED, null)
  app.addHook('onResponse', (request, reply, done) => {
    const reused = request.getDecorator<Reused | null>(REUSED)
    if (reused !== null) {
      const recording = record(reused, request, reply)
        .catch((error: unknown) => {
          logger.error({ err: error, request_id: request.id }, 'a reused answer could not be recorded')
        })
        .finally(() => running.delete(recording))
      running.add(recording)
    }
    done()
  })
  app.addHook('onClose', async () => void (await Promise.all(running)))
}

/** Note that a request is answered with an answer that was given before, and name its record. */
export function noteReuse(request: FastifyRequest, reply: FastifyReply, reused: Reused): void {
  request.setDecorator<Reused | null>(REUSED, reused)
  reply.header(ANSWER_ID_HEADER, answerIdOf(callContextOf(request)))
}
