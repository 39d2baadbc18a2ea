import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { EvaluationRun, EvaluationRunList, EvaluationRunPage } from '../../contracts/evaluation-runs.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { manageEvaluation } from '../../policies/manage-evaluation.ts'
import { getRun, getRunScores, listRuns } from './read-runs.ts'
import { type RequestRunDependencies, requestRun } from './request-run.ts'
import { runsAsCsv } from './runs-as-csv.ts'

const tags = ['evaluation']
const params = z.object({ id: z.uuid() })
const config = { policy: manageEvaluation }

const schemas = {
  start: {
    operationId: 'startEvaluation',
    summary: 'Ask all accepted golden questions; look at the run until its state is "done".',
    description: 'It happens by itself every night, and when another build of the index is made active.',
    tags,
    response: { 202: EvaluationRun, ...problemResponses(401, 403, 429) },
  },
  list: {
    operationId: 'listEvaluations',
    summary: 'How answers did on the golden questions, newest first.',
    tags,
    querystring: EvaluationRunList,
    response: { 200: EvaluationRunPage, ...problemResponses(400, 401, 403, 429) },
  },
  one: {
    operationId: 'getEvaluation',
    summary: 'One run: its figures, and what is otherwise than in the run before.',
    tags,
    params,
    response: { 200: EvaluationRun, ...problemResponses(400, 401, 403, 404, 429) },
  },
  results: {
    operationId: 'getEvaluationResults',
    summary: 'How each question of a run did, a line of JSON each.',
    tags,
    params,
    response: {
      200: { description: 'eval_results.jsonl', content: { 'application/x-ndjson': { schema: z.string() } } },
      ...problemResponses(400, 401, 403, 404, 409, 429),
    },
  },
}

/** Runs over the golden questions. */
export function evaluationRoutes(dependencies: RequestRunDependencies): FastifyPluginAsync {
  const { database } = dependencies
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    app.post('/api/evaluation/runs', { schema: schemas.start, config }, async (request, reply) => {
      const context = callContextOf(request)
      const { tenant_id: tenantId, object_id: requestedBy } = context.principal
      const asked = { tenantId, key: `manual:${randomUUID()}`, trigger: 'manual', requestedBy } as const
      const id = await requestRun(dependencies, asked)
      if (id === null) throw new Error('a new key was there already')
      return reply.code(202).send(await getRun(database, id, context))
    })
    app.get('/api/evaluation/runs', { schema: schemas.list, config }, async (request, reply) => {
      const page = await listRuns(database, request.query, callContextOf(request))
      if (request.query.format === 'json') return page
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="evaluation.csv"')
        .send(runsAsCsv(page.runs) as never)
    })
    app.get('/api/evaluation/runs/:id', { schema: schemas.one, config }, async (request) =>
      getRun(database, request.params.id, callContextOf(request)),
    )
    app.get('/api/evaluation/runs/:id/results', { schema: schemas.results, config }, async (request, reply) => {
      const scores = await getRunScores(database, request.params.id, callContextOf(request))
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', 'attachment; filename="eval_results.jsonl"')
        .send(scores.map((each) => `${JSON.stringify(each)}\n`).join(''))
    })
  }
}
