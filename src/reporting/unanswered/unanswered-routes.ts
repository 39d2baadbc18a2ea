import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { UnansweredQuery, UnansweredReport } from '../../contracts/unanswered.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { seeUnanswered } from '../../policies/see-unanswered.ts'
import { findUnanswered, type UnansweredDependencies } from './find-unanswered.ts'

const schema = {
  operationId: 'getUnansweredQuestions',
  summary: 'What people asked in vain, by topic, and where an answer would belong.',
  tags: ['reports'],
  querystring: UnansweredQuery,
  response: { 200: UnansweredReport, ...problemResponses(400, 401, 403, 429) },
}

/** Which documents to write next. */
export function unansweredRoutes(dependencies: UnansweredDependencies): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    app.get('/api/reports/unanswered', { schema, config: { policy: seeUnanswered } }, async (request) =>
      findUnanswered(dependencies, request.query, callContextOf(request)),
    )
  }
}
