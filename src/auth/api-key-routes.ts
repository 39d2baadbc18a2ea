import { z } from 'zod'
import { ApiKeyInput, ApiKeyPage, CreatedApiKey } from '../contracts/api-keys.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { manageApiKeys } from '../policies/manage-api-keys.ts'
import type { ApiKeys } from './api-keys.ts'

const tags = ['api-keys']

const list = {
  operationId: 'listApiKeys',
  summary: 'The API keys of your organisation, newest first; the keys themselves are never shown again.',
  tags,
  querystring: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(500).optional().describe('The next_cursor of the page before.'),
  }),
  response: { 200: ApiKeyPage, ...problemResponses(400, 401, 403, 429) },
}

const create = {
  operationId: 'createApiKey',
  summary: 'Make an API key for a script; the key is shown once.',
  tags,
  body: ApiKeyInput,
  response: { 201: CreatedApiKey, ...problemResponses(400, 401, 403, 413, 415, 429) },
}

const revoke = {
  operationId: 'revokeApiKey',
  summary: 'Refuse an API key from now on.',
  tags,
  params: z.object({ id: z.uuid() }),
  response: { 204: z.null(), ...problemResponses(400, 401, 403, 404, 429) },
}

/** The routes with which administrators make and revoke API keys. */
export function addApiKeyRoutes(app: ZodApp, apiKeys: ApiKeys): void {
  const config = { policy: manageApiKeys }
  app.get('/api/api-keys', { schema: list, config }, async (request) => {
    const context = callContextOf(request)
    return apiKeys.list(request.query, context)
  })

  app.post('/api/api-keys', { schema: create, config }, async (request, reply) => {
    const context = callContextOf(request)
    return reply
      .code(201)
      .header('cache-control', 'no-store')
      .send(await apiKeys.create(request.body, context))
  })

  app.delete('/api/api-keys/:id', { schema: revoke, config }, async (request, reply) => {
    const context = callContextOf(request)
    await apiKeys.revoke(request.params.id, context)
    return reply.code(204).send(null)
  })
}
