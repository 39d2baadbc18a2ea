import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AccessExplanation } from '../contracts/access-explanation.ts'
import type { Database } from '../platform/database/database.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { explainAccess as administrators } from '../policies/explain-access.ts'
import { addApiKeyRoutes } from './api-key-routes.ts'
import type { ApiKeys } from './api-keys.ts'
import { explainAccess } from './explain-access.ts'
import { personalDataRoutes } from './personal-data/personal-data-routes.ts'

const explain = {
  operationId: 'explainAccess',
  summary: 'Why somebody may or may not read a document.',
  description:
    'Give "groups" for somebody who never signed in here, or to try out a change. The answer follows the rule by which ' +
    'every answer and every document is checked.',
  tags: ['access'],
  querystring: z.strictObject({
    user: z.string().min(1).max(200).describe('E-mail address or object id of a person, or "key:<id>" of an API key.'),
    document: z.uuid(),
    groups: z
      .string()
      .max(5_000)
      .transform((list) => list.split(',').filter((id) => id !== ''))
      .optional()
      .describe('Group ids, separated by commas, instead of those known here.'),
  }),
  response: { 200: AccessExplanation, ...problemResponses(400, 401, 403, 404, 429) },
}

/** What administrators do about access: API keys, personal data, and finding out why somebody sees a document or does not. */
export function administrationRoutes({
  database,
  apiKeys,
}: {
  readonly database: Database
  readonly apiKeys: ApiKeys
}): FastifyPluginAsync {
  return async (instance) => {
    const app: ZodApp = instance.withTypeProvider<ZodTypeProvider>()
    addApiKeyRoutes(app, apiKeys)
    await app.register(personalDataRoutes(database))
    app.get('/api/admin/access/explain', { schema: explain, config: { policy: administrators } }, async (request) => {
      const context = callContextOf(request)
      return explainAccess(database, request.query, context)
    })
  }
}
