import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Report, ReportDescription, ReportName, ReportQuery } from '../contracts/reports.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { writeCsv } from '../platform/http/write-csv.ts'
import { seeUsage } from '../policies/see-usage.ts'
import { makeReport, type ReportsDependencies, reportsFor } from './reports.ts'

const tags = ['reports']
const schemas = {
  list: {
    operationId: 'listReports',
    summary: 'The reports that there are, with what their columns say.',
    tags,
    response: { 200: z.object({ reports: z.array(ReportDescription) }), ...problemResponses(401, 403, 429) },
  },
  one: {
    operationId: 'getReport',
    summary: 'A report: what was asked, how it was answered, how long it took, what it cost.',
    description: 'Times are in the time zone that you name. As CSV it has the rows without the total.',
    tags,
    params: z.object({ name: ReportName }),
    querystring: ReportQuery,
    response: { 200: Report, ...problemResponses(400, 401, 403, 429) },
  },
}

/** Numbers about what was asked and read. */
export function reportingRoutes(dependencies: ReportsDependencies): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const config = { policy: seeUsage }
    app.get('/api/reports', { schema: schemas.list, config }, async (request) => ({
      reports: [...reportsFor(callContextOf(request))],
    }))
    app.get('/api/reports/:name', { schema: schemas.one, config }, async (request, reply) => {
      const { params, query } = request
      const context = callContextOf(request)
      const report = await makeReport(dependencies, { ...query, ...params }, context)
      if (query.format === 'json') return report
      const orm = dependencies.database.forTenant(context.principal.tenant_id)
      const detail = { format: 'csv', from: report.from, to: report.to }
      await noteAct(orm, context, { kind: 'report-exported', object: `report:${report.name}`, detail })
      const names = [report.by, ...report.columns.map(({ name }) => name)]
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${report.name}.csv"`)
        .send(writeCsv(names, report.rows) as never)
    })
  }
}
