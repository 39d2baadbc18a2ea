import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  ActivateGeneration,
  IndexGenerationPage,
  RebuildReply,
  RemoveGeneration,
} from '../../contracts/index-generations.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import type { ZodApp } from '../../platform/http/zod-app.ts'
import { manageIndex } from '../../policies/manage-index.ts'
import type { IndexAdministration } from './index-administration.ts'

const tags = ['administration']
const errors = problemResponses(400, 401, 403, 404, 409, 413, 415, 429, 499, 500, 503)

const list = {
  operationId: 'listIndexGenerations',
  summary: 'The builds of the search index, newest first.',
  tags,
  querystring: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(2_000).optional().describe('The next_cursor of the page before.'),
  }),
  response: { 200: IndexGenerationPage, ...problemResponses(400, 401, 403, 429, 500, 503) },
}

const rebuild = {
  operationId: 'rebuildIndex',
  summary: 'Build the search index anew, beside the one that is used.',
  description:
    'It is filled in the background, and follows what is added, changed and deleted meanwhile. Searches go on as before until it is made active.',
  tags,
  response: { 202: RebuildReply, ...errors },
}

const activate = {
  operationId: 'activateIndexGeneration',
  summary: 'Let searches use another build of the index: a new one, or the one before to go back.',
  description:
    'A new one is first compared with the active one on the questions that people asked last, on the accepted golden questions and on those in "golden"; ' +
    'one that finds worse is refused (409, with the figures in "comparison") unless "override" comes with a reason. ' +
    'Searches that have begun end on the build they began with. The one before is kept for a day.',
  tags,
  body: ActivateGeneration,
  response: { 204: z.null(), ...errors },
}

const remove = {
  operationId: 'removeIndexGeneration',
  summary: 'Remove a build of the index that is not used. Succeeds when there is none.',
  tags,
  body: RemoveGeneration,
  response: { 204: z.null(), ...errors },
}

const config = { policy: manageIndex }

/** What administrators do about the search index as a whole. */
export function generationRoutes(administration: IndexAdministration): FastifyPluginAsync {
  return async (instance) => addRoutes(instance.withTypeProvider<ZodTypeProvider>(), administration)
}

function addRoutes(app: ZodApp, administration: IndexAdministration): void {
  app.get('/api/admin/index', { schema: list, config }, async (request) =>
    administration.list(request.query, callContextOf(request)),
  )

  app.post('/api/admin/index/rebuild', { schema: rebuild, config }, async (request, reply) =>
    reply.code(202).send({ id: await administration.rebuild(callContextOf(request)) }),
  )

  app.post('/api/admin/index/activate', { schema: activate, config }, async (request, reply) => {
    await administration.activate(request.body, callContextOf(request))
    return reply.code(204).send(null)
  })

  app.post('/api/admin/index/remove', { schema: remove, config }, async (request, reply) => {
    await administration.remove(request.body.id, callContextOf(request))
    return reply.code(204).send(null)
  })
}
