import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../platform/database/database.ts'
import { callContextOf, requireRole } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { seeUsage } from '../policies/see-usage.ts'
import { UsageDay, usageByDay } from './usage.ts'

const DAY_IN_MS = 86_400_000
/** A month answers most questions about usage, and bounds the work of one request. */
const DEFAULT_DAYS = 30

const UsageInput = z.strictObject({
  from: z.iso.datetime().optional().describe('First moment; 30 days before "to" by default.'),
  to: z.iso.datetime().optional().describe('Last moment, excluded; now by default.'),
  of: z.enum(['me', 'everyone']).default('me').describe('Whose questions; "everyone" needs the role Admin.'),
})

/** What was asked, how it was answered, how long it took. */
export function reportingRoutes({ database }: { readonly database: Database }): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const response = { 200: z.object({ days: z.array(UsageDay) }), ...problemResponses(400, 401, 403, 429) }
    const usage = { operationId: 'getUsageReport', tags: ['reports'], querystring: UsageInput, response }
    app.get('/api/reports/usage', { schema: usage, config: { policy: seeUsage } }, async (request) => {
      const context = callContextOf(request)
      if (request.query.of === 'everyone') requireRole(context, 'Admin')
      const to = new Date(request.query.to ?? context.clock.now())
      const from = new Date(request.query.from ?? to.getTime() - DEFAULT_DAYS * DAY_IN_MS)
      return { days: await usageByDay(database, { from, to, of: request.query.of }, context) }
    })
  }
}
