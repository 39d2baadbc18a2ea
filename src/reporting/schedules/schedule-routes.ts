import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { CreatedReportSchedule, ReportSchedule, ReportScheduleInput } from '../../contracts/report-schedules.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { manageReportSchedules } from '../../policies/manage-report-schedules.ts'
import { createSchedule, deleteSchedule, listSchedules, type SchedulesDependencies, sendNow } from './schedules.ts'

const tags = ['reports']
const params = z.object({ id: z.uuid() })
const config = { policy: manageReportSchedules }

const schemas = {
  create: {
    operationId: 'createReportSchedule',
    summary: 'Send a report at fixed times: by mail, or to a webhook.',
    description:
      'A webhook gets the numbers as JSON with the headers webhook-id, webhook-timestamp and webhook-signature (standardwebhooks.com); ' +
      'the reply to this request has the secret to check them with.',
    tags,
    body: ReportScheduleInput,
    response: { 201: CreatedReportSchedule, ...problemResponses(400, 401, 403, 409, 413, 415, 429) },
  },
  list: {
    operationId: 'listReportSchedules',
    summary: 'The reports that are sent at fixed times, the next one first.',
    tags,
    response: { 200: z.object({ schedules: z.array(ReportSchedule) }), ...problemResponses(401, 403, 429) },
  },
  remove: {
    operationId: 'deleteReportSchedule',
    summary: 'Send a report no more. Succeeds when there is none.',
    tags,
    params,
    response: { 204: z.null(), ...problemResponses(400, 401, 403, 429) },
  },
  send: {
    operationId: 'sendScheduledReport',
    summary: 'Send a report once more, now; the list then tells whether it arrived.',
    tags,
    params,
    response: { 202: z.null(), ...problemResponses(400, 401, 403, 404, 429) },
  },
}

/** Reports that are sent at fixed times. */
export function scheduleRoutes(dependencies: SchedulesDependencies): FastifyPluginAsync {
  const { database } = dependencies
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    app.post('/api/reports/schedules', { schema: schemas.create, config }, async (request, reply) =>
      reply.code(201).send(await createSchedule(dependencies, request.body, callContextOf(request))),
    )
    app.get('/api/reports/schedules', { schema: schemas.list, config }, async (request) => ({
      schedules: await listSchedules(database, callContextOf(request)),
    }))
    app.delete('/api/reports/schedules/:id', { schema: schemas.remove, config }, async (request, reply) => {
      await deleteSchedule(database, request.params.id, callContextOf(request))
      return reply.code(204).send(null)
    })
    app.post('/api/reports/schedules/:id/send', { schema: schemas.send, config }, async (request, reply) => {
      await sendNow(dependencies, request.params.id, callContextOf(request))
      return reply.code(202).send(null)
    })
  }
}
