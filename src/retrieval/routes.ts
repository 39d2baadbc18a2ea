import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problem } from '../contracts/errors.ts'
import { type Retrieval, SearchInput, SearchReply } from '../contracts/retrieval.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { askQuestions } from '../policies/ask-questions.ts'
import { explainSearches } from '../policies/explain-searches.ts'

const SearchBody = z.strictObject(SearchInput.shape)

/** Search without an answer: the ranked passages themselves. */
export function retrievalRoutes(retrieval: Retrieval): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const response = { 200: SearchReply, ...problemResponses(400, 401, 403, 413, 415, 429, 503) }
    const search = { operationId: 'searchPassages', tags: ['search'], body: SearchBody, response }
    app.post('/api/search', { schema: search, config: { policy: askQuestions } }, async (request) => {
      const context = callContextOf(request)
      const { explain } = request.body
      if (explain !== undefined && explain !== false && !explainSearches.allows?.(context.principal))
        throw problem(
          'role-missing',
          `${explainSearches.sentence} Ask an administrator of your organisation for the role.`,
        )
      return retrieval.search(request.body, context)
    })
  }
}
