import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ExplainedAnswer, RecordsReport } from '../../contracts/answer-records.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { explainAnswers } from '../../policies/explain-answers.ts'
import { verifyRecords } from '../../policies/verify-records.ts'
import { type CheckDependencies, checkRecords } from './check-records.ts'
import { explainAnswer } from './explain-answer.ts'

const schemas = {
  explain: {
    operationId: 'explainAnswer',
    summary: 'How an answer came about: passages, model, parameters, usage, checks and timings. Words are hashes.',
    tags: ['answers'],
    params: z.object({ id: z.uuid() }),
    response: { 200: ExplainedAnswer, ...problemResponses(400, 401, 403, 404, 429) },
  },
  check: {
    operationId: 'checkRecords',
    summary:
      'Whether the records of answers and other acts are as they were written, and the first place where they are not.',
    tags: ['answers'],
    response: { 200: RecordsReport, ...problemResponses(401, 403, 429) },
  },
}

/** The record of answers. */
export function recordRoutes(dependencies: CheckDependencies): FastifyPluginAsync {
  const { database } = dependencies
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const explain = { schema: schemas.explain, config: { policy: explainAnswers } }
    app.get('/api/answers/:id/explain', explain, async (request) =>
      explainAnswer(database, request.params.id, callContextOf(request)),
    )
    const check = { schema: schemas.check, config: { policy: verifyRecords } }
    app.get('/api/admin/records', check, async (request) =>
      checkRecords(dependencies, callContextOf(request).principal.tenant_id),
    )
  }
}
