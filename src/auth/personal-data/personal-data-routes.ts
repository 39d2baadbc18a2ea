import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ErasureReceipt } from '../../contracts/erasure.ts'
import type { Database } from '../../platform/database/database.ts'
import { callContextOf, requireRole } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { managePeople } from '../../policies/manage-people.ts'
import { ownPersonalData } from '../../policies/own-personal-data.ts'
import { erasePerson } from './erase-person.ts'
import { exportPerson } from './export-person.ts'

const tags = ['people']
const params = z.object({ id: z.string().min(1).max(200) })

const schemas = {
  take: {
    operationId: 'exportPersonalData',
    summary: 'Everything that is kept about a person, as JSON Lines: your own, or as an administrator that of anybody.',
    tags,
    params,
    response: problemResponses(400, 401, 403, 429),
  },
  erase: {
    operationId: 'erasePersonalData',
    summary:
      'Erase a person. Their words go, everything else no longer tells who it was; the audit can still be checked.',
    tags,
    params,
    response: { 200: ErasureReceipt, ...problemResponses(400, 401, 403, 404, 409, 429) },
  },
}

/** What the law lets people ask for. */
export function personalDataRoutes(database: Database): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/api/users/:id/personal-data',
      { schema: schemas.take, config: { policy: ownPersonalData } },
      async (request, reply) => {
        const context = callContextOf(request)
        const { id } = request.params
        if (id !== context.principal.object_id) requireRole(context, 'Admin')
        return reply
          .type('application/jsonl; charset=utf-8')
          .header('content-disposition', 'attachment; filename="personal-data.jsonl"')
          .send(Readable.from(exportPerson(database, id, context)) as never)
      },
    )
    app.post('/api/users/:id/erasure', { schema: schemas.erase, config: { policy: managePeople } }, async (request) =>
      erasePerson(database, request.params.id, callContextOf(request)),
    )
  }
}
