import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Retrieval, SearchInput, SearchReply } from '../contracts/retrieval.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { askQuestions } from '../policies/ask-questions.ts'

const SearchBody = z.strictObject(SearchInput.shape)

/** Search without an answer: the ranked passages themselves. */
export function retrievalRoutes(retrieval: Retrieval): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const response = { 200: SearchReply, ...problemResponses(400, 401, 403, 413, 415, 429, 503) }
    const search = { operationId: 'searchPassages', tags: ['search'], body: SearchBody, response }
    app.post('/api/search', { schema: search, config: { policy: askQuestions } }, async (request) => {
      const context = callContextOf(request)
      return retrieval.search(request.body, context)
    })
  }
}
