import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AuditFilter, AuditKey, AuditPage } from '../../contracts/audit.ts'
import { HoldToPlace, LegalHold } from '../../contracts/legal-holds.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { seeAudit } from '../../policies/see-audit.ts'
import type { CheckDependencies } from './check-records.ts'
import { exportAudit } from './export-audit.ts'
import { liftHold, listHolds, placeHold } from './legal-holds.ts'
import { searchAudit } from './search-audit.ts'

const tags = ['audit']

const schemas = {
  search: {
    operationId: 'searchAudit',
    summary:
      'What people and programs did: sign-ins, questions, reads, rights, exports, deletions, administration. Newest first.',
    tags,
    querystring: AuditFilter.extend({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: z.string().max(500).optional().describe('The next_cursor of the page before.'),
    }),
    response: { 200: AuditPage, ...problemResponses(400, 401, 403, 429) },
  },
  export: {
    operationId: 'exportAudit',
    summary: 'The same, oldest first, as JSON Lines with what was hashed, so that it can be checked elsewhere.',
    tags,
    querystring: AuditFilter,
    response: problemResponses(400, 401, 403, 429),
  },
  key: {
    operationId: 'getAuditKey',
    summary: 'The public key that checkpoints of the audit are signed with.',
    tags,
    response: { 200: AuditKey, ...problemResponses(401, 403, 429) },
  },
  holds: {
    operationId: 'listLegalHolds',
    summary: 'What is kept for legal matters, newest first, with holds that were lifted.',
    tags,
    response: { 200: z.object({ holds: z.array(LegalHold) }), ...problemResponses(401, 403, 429) },
  },
  place: {
    operationId: 'placeLegalHold',
    summary:
      'Keep what somebody, or everybody, asked and did, or a document: neither age nor a wish removes it until the hold is lifted.',
    tags,
    body: HoldToPlace,
    response: { 201: LegalHold, ...problemResponses(400, 401, 403, 404, 413, 415, 429) },
  },
  lift: {
    operationId: 'liftLegalHold',
    summary: 'Let a hold go.',
    tags,
    params: z.object({ id: z.uuid() }),
    response: { 200: LegalHold, ...problemResponses(400, 401, 403, 404, 429) },
  },
}

/** What happened, for administrators. */
export function auditRoutes({ database, signer }: CheckDependencies): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const config = { policy: seeAudit }
    app.get('/api/admin/audit', { schema: schemas.search, config }, async (request) =>
      searchAudit(database, request.query, callContextOf(request)),
    )
    app.get('/api/admin/audit/export', { schema: schemas.export, config }, async (request, reply) =>
      reply
        .type('application/jsonl; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.jsonl"')
        .send(Readable.from(exportAudit(database, request.query, callContextOf(request))) as never),
    )
    app.get('/api/admin/audit/key', { schema: schemas.key, config }, async () => ({
      algorithm: 'Ed25519' as const,
      public_key: signer.publicKey,
    }))
    app.get('/api/admin/holds', { schema: schemas.holds, config }, async (request) => ({
      holds: await listHolds(database, callContextOf(request)),
    }))
    app.post('/api/admin/holds', { schema: schemas.place, config }, async (request, reply) =>
      reply.code(201).send(await placeHold(database, request.body, callContextOf(request))),
    )
    app.post('/api/admin/holds/:id/lift', { schema: schemas.lift, config }, async (request) =>
      liftHold(database, request.params.id, callContextOf(request)),
    )
  }
}
