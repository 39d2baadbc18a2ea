import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ExportInput, ReportExport } from '../../contracts/report-exports.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { seeUsage } from '../../policies/see-usage.ts'
import { type ExportsDependencies, getExport, listExports, openExport, requestExport } from './exports.ts'
import { WRITERS } from './write-table.ts'

const tags = ['reports']
const params = z.object({ id: z.uuid() })

const schemas = {
  create: {
    operationId: 'exportReport',
    summary: 'Have a report written into a file; look at its state until it is ready. It is kept for a day.',
    tags,
    body: ExportInput,
    response: { 202: ReportExport, ...problemResponses(400, 401, 403, 429) },
  },
  list: {
    operationId: 'listReportExports',
    summary: 'The files that you asked for within a day, newest first; at most 100.',
    tags,
    response: { 200: z.object({ exports: z.array(ReportExport) }), ...problemResponses(401, 403, 429) },
  },
  one: {
    operationId: 'getReportExport',
    summary: 'How far a file is that you asked for.',
    tags,
    params,
    response: { 200: ReportExport, ...problemResponses(400, 401, 403, 404, 429) },
  },
  content: {
    operationId: 'getReportExportContent',
    summary: 'The file, for whoever asked for it.',
    tags,
    params,
    response: problemResponses(400, 401, 403, 404, 409, 429),
  },
}

/** Reports as files. */
export function exportRoutes(dependencies: ExportsDependencies): FastifyPluginAsync {
  const { database } = dependencies
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const config = { policy: seeUsage }
    app.post('/api/reports', { schema: schemas.create, config }, async (request, reply) =>
      reply.code(202).send(await requestExport(dependencies, request.body, callContextOf(request))),
    )
    app.get('/api/reports/exports', { schema: schemas.list, config }, async (request) => ({
      exports: await listExports(database, callContextOf(request)),
    }))
    app.get('/api/reports/exports/:id', { schema: schemas.one, config }, async (request) =>
      getExport(database, request.params.id, callContextOf(request)),
    )
    app.get('/api/reports/exports/:id/content', { schema: schemas.content, config }, async (request, reply) => {
      const { row, content } = await openExport(dependencies, request.params.id, callContextOf(request))
      return reply
        .type(WRITERS[row.format].mediaType)
        .header('content-disposition', `attachment; filename="${row.name}.${row.format}"`)
        .send(content as never)
    })
  }
}
