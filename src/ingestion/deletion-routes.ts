import { z } from 'zod'
import { DeletionPage, DeletionReceipt } from '../contracts/deletions.ts'
import type { Database } from '../platform/database/database.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { seeDeletions } from '../policies/see-deletions.ts'
import { watchLibrary } from '../policies/watch-library.ts'
import { getDeletion, listDeletions } from './read-deletions.ts'

const tags = ['documents']

const one = {
  operationId: 'getDeletion',
  summary: 'The receipt of a deletion: what was removed from which store, and when.',
  tags,
  params: z.object({ id: z.uuid() }),
  response: { 200: DeletionReceipt, ...problemResponses(400, 401, 403, 404, 429) },
}

const list = {
  operationId: 'listDeletions',
  summary: 'Documents that were deleted, newest first.',
  tags,
  querystring: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(500).optional().describe('The next_cursor of the page before.'),
  }),
  response: { 200: DeletionPage, ...problemResponses(400, 401, 403, 429) },
}

/** What became of documents that were deleted. */
export function addDeletionRoutes(app: ZodApp, { database }: { readonly database: Database }): void {
  app.get('/api/documents/:id/deletion', { schema: one, config: { policy: seeDeletions } }, async (request) =>
    getDeletion(database, request.params.id, callContextOf(request)),
  )
  app.get('/api/deletions', { schema: list, config: { policy: watchLibrary } }, async (request) =>
    listDeletions(database, request.query, callContextOf(request)),
  )
}
