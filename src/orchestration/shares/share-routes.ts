import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { SharedAnswer, ShareLink, ShareState } from '../../contracts/shared-answers.ts'
import type { Database } from '../../platform/database/database.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { openSharedAnswers } from '../../policies/open-shared-answers.ts'
import { ownAnswers } from '../../policies/own-answers.ts'
import { openSharedAnswer } from './open-shared-answer.ts'
import { endShare, findShare, shareAnswer } from './share-answer.ts'

const tags = ['answers']
const params = z.object({ id: z.uuid() })
const errors = problemResponses(400, 401, 403, 404, 429)

const schemas = {
  share: {
    operationId: 'shareAnswer',
    summary: 'Make a link under which colleagues open an answer of yours, or get the one that it has.',
    tags,
    params,
    response: { 200: ShareLink, ...errors },
  },
  find: {
    operationId: 'getAnswerShare',
    summary: 'The link of an answer of yours.',
    tags,
    params,
    response: { 200: ShareState, ...errors },
  },
  end: {
    operationId: 'endAnswerShare',
    summary: 'End the link of an answer of yours. Succeeds when there is none.',
    tags,
    params,
    response: { 204: z.null(), ...problemResponses(400, 401, 403, 429) },
  },
  open: {
    operationId: 'openSharedAnswer',
    summary: 'An answer that a colleague shared, as far as you may read its sources.',
    description: 'Sentences and quotes that rest on documents that are gone, or that you may not read, are left out.',
    tags,
    params,
    response: { 200: SharedAnswer, ...errors },
  },
}

/** Links to answers, within the tenant. */
export function shareRoutes({ database }: { readonly database: Database }): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const own = { policy: ownAnswers }
    app.post('/api/answers/:id/share', { schema: schemas.share, config: own }, async (request) =>
      shareAnswer(database, request.params.id, callContextOf(request)),
    )
    app.get('/api/answers/:id/share', { schema: schemas.find, config: own }, async (request) =>
      findShare(database, request.params.id, callContextOf(request)),
    )
    app.delete('/api/answers/:id/share', { schema: schemas.end, config: own }, async (request, reply) => {
      await endShare(database, request.params.id, callContextOf(request))
      return reply.code(204).send(null)
    })
    const open = { policy: openSharedAnswers }
    app.get('/api/shared-answers/:id', { schema: schemas.open, config: open }, async (request) =>
      openSharedAnswer(database, request.params.id, callContextOf(request)),
    )
  }
}
