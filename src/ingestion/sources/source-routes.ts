import { z } from 'zod'
import {
  Removals,
  RemovalsReply,
  Source,
  SourceItemPage,
  SourceName,
  SourcePage,
  SourceReport,
} from '../../contracts/sources.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import type { ZodApp } from '../../platform/http/zod-app.ts'
import { writeDocuments } from '../../policies/write-documents.ts'
import { forgetSource, getSource, listItems, listSources, reportSource } from './keep-source.ts'
import { type RemoveItemsDependencies, removeItems } from './remove-items.ts'

const tags = ['sources']
const params = z.object({ name: SourceName })
const errors = problemResponses(400, 401, 403, 404, 429)
const withBody = problemResponses(400, 401, 403, 404, 413, 415, 429)
const cursor = z.string().max(2_000).optional().describe('The next_cursor of the page before.')

const list = {
  operationId: 'listSources',
  summary: 'The sources you keep in step; for administrators all of them.',
  tags,
  querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(50), cursor }),
  response: { 200: SourcePage, ...errors },
}

const one = {
  operationId: 'getSource',
  summary: 'One source, and how far the last look at it got.',
  tags,
  params,
  response: { 200: Source, ...errors },
}

const report = {
  operationId: 'reportSource',
  summary: 'Say how a source stands; a new name begins a new source.',
  description:
    'Whoever keeps a source may replace and remove its documents even when their access lists, which come from the source, ' +
    'do not name them.',
  tags,
  params,
  body: SourceReport,
  response: { 200: Source, ...withBody },
}

const forget = {
  operationId: 'forgetSource',
  summary: 'Forget that a source is kept in step; its documents stay.',
  tags,
  params,
  response: { 204: z.null(), ...errors },
}

const items = {
  operationId: 'listSourceItems',
  summary: 'The documents of a source with their fingerprints, to know what is new there.',
  tags,
  params,
  querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(1_000), cursor }),
  response: { 200: SourceItemPage, ...errors },
}

const removals = {
  operationId: 'removeSourceItems',
  summary: 'Delete documents that are gone at their source: no answer uses them from now on.',
  tags,
  params,
  body: Removals,
  response: { 200: RemovalsReply, ...withBody },
}

/** The routes of whoever keeps the library in step with a source. */
export function addSourceRoutes(app: ZodApp, dependencies: RemoveItemsDependencies): void {
  const { database } = dependencies
  const config = { policy: writeDocuments }
  app.get('/api/sources', { schema: list, config }, async (request) =>
    listSources(database, request.query, callContextOf(request)),
  )
  app.get('/api/sources/:name', { schema: one, config }, async (request) =>
    getSource(database, request.params.name, callContextOf(request)),
  )
  app.put('/api/sources/:name', { schema: report, config }, async (request) =>
    reportSource(database, request.params.name, request.body, callContextOf(request)),
  )
  app.delete('/api/sources/:name', { schema: forget, config }, async (request, reply) => {
    await forgetSource(database, request.params.name, callContextOf(request))
    return reply.code(204).send(null)
  })
  app.get('/api/sources/:name/items', { schema: items, config }, async (request) =>
    listItems(database, request.params.name, request.query, callContextOf(request)),
  )
  app.post('/api/sources/:name/removals', { schema: removals, config }, async (request) =>
    removeItems(dependencies, request.params.name, request.body, callContextOf(request)),
  )
}
