import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DeadLetterChoice, DeadLetterPage, DiscardReply, ReplayReply } from '../../contracts/dead-letters.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import type { ZodApp } from '../../platform/http/zod-app.ts'
import { manageDeadLetters } from '../../policies/manage-dead-letters.ts'
import { type DeadLetterDependencies, listDeadLetters } from './list-dead-letters.ts'
import { discardDeadLetters, replayDeadLetters } from './settle-dead-letters.ts'

const tags = ['dead-letters']
const errors = problemResponses(400, 401, 403, 404, 413, 415, 429)

const list = {
  operationId: 'listDeadLetters',
  summary: 'What was given up after it failed again and again, newest first.',
  description:
    'An empty list is good news. Letters whose document succeeded or was deleted meanwhile go by themselves.',
  tags,
  querystring: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(500).optional().describe('The next_cursor of the page before.'),
  }),
  response: { 200: DeadLetterPage, ...problemResponses(400, 401, 403, 429) },
}

const replay = {
  operationId: 'replayDeadLetters',
  summary: 'Try again what was given up: the letters named, or all.',
  description: 'Their documents are queued again at once. What fails again becomes a new dead letter.',
  tags,
  body: DeadLetterChoice,
  response: { 200: ReplayReply, ...errors },
}

const discard = {
  operationId: 'discardDeadLetters',
  summary: 'Forget what was given up: the letters named, or all.',
  description: 'Their documents stay failed, with the reason, until they are retried, uploaded again or deleted.',
  tags,
  body: DeadLetterChoice,
  response: { 200: DiscardReply, ...errors },
}

const config = { policy: manageDeadLetters }

/** What administrators do about what was given up. */
export function deadLetterRoutes(dependencies: DeadLetterDependencies): FastifyPluginAsync {
  return async (instance) => addRoutes(instance.withTypeProvider<ZodTypeProvider>(), dependencies)
}

function addRoutes(app: ZodApp, dependencies: DeadLetterDependencies): void {
  app.get('/api/admin/dead-letters', { schema: list, config }, async (request) => {
    const context = callContextOf(request)
    return listDeadLetters(dependencies, request.query, context)
  })

  app.post('/api/admin/dead-letters/replay', { schema: replay, config }, async (request) => {
    const context = callContextOf(request)
    return replayDeadLetters(dependencies, request.body, context)
  })

  app.post('/api/admin/dead-letters/discard', { schema: discard, config }, async (request) => {
    const context = callContextOf(request)
    return discardDeadLetters(dependencies, request.body, context)
  })
}
