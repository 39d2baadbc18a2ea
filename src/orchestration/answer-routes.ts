import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AnswerDetails, AnswerPage } from '../contracts/answers.ts'
import { Feedback, FeedbackInput } from '../contracts/feedback.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database } from '../platform/database/database.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { ownAnswers } from '../policies/own-answers.ts'
import { forgetAnswers, getAnswer, listAnswers } from './answers.ts'
import { exportAnswer } from './export-answer.ts'
import { giveFeedback } from './feedback/give-feedback.ts'

const tags = ['answers']
const params = z.object({ id: z.uuid() })
const errors = problemResponses(400, 401, 403, 404, 429)

const schemas = {
  list: {
    operationId: 'listAnswers',
    summary: 'What you asked, newest first.',
    tags,
    querystring: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: z.string().max(500).optional().describe('The next_cursor of the page before.'),
    }),
    response: { 200: AnswerPage, ...problemResponses(400, 401, 403, 429) },
  },
  one: {
    operationId: 'getAnswer',
    summary: 'A question that you asked, with its answer and what became of its sources since.',
    description:
      'Sentences and quotes that rest on documents that were deleted, or that you may no longer read, are left out. ' +
      'The id is that of the header X-Footnote-Answer-Id of the answer.',
    tags,
    params,
    response: { 200: AnswerDetails, ...errors },
  },
  export: {
    operationId: 'exportAnswer',
    summary: 'The same as Markdown with footnotes.',
    tags,
    params,
    response: errors,
  },
  feedback: {
    operationId: 'giveFeedback',
    summary: 'Say what you think of an answer that you were given, instead of what you said before.',
    tags,
    params,
    body: FeedbackInput,
    response: { 200: Feedback, ...errors },
  },
  forget: {
    operationId: 'deleteAnswer',
    summary: 'Delete a question that you asked, with its answer. Succeeds when there is none.',
    tags,
    params,
    response: { 204: z.null(), ...problemResponses(400, 401, 403, 429) },
  },
  forgetAll: {
    operationId: 'deleteAnswers',
    summary: 'Delete everything that you asked, with the answers.',
    tags,
    response: { 204: z.null(), ...problemResponses(401, 403, 429) },
  },
}

/** What one asked before. */
export function answerRoutes({ database }: { readonly database: Database }): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const config = { policy: ownAnswers }
    app.get('/api/answers', { schema: schemas.list, config }, async (request) =>
      listAnswers(database, request.query, callContextOf(request)),
    )
    app.get('/api/answers/:id', { schema: schemas.one, config }, async (request) =>
      getAnswer(database, request.params.id, callContextOf(request)),
    )
    app.get('/api/answers/:id/export', { schema: schemas.export, config }, async (request, reply) => {
      const { id } = request.params
      const context = callContextOf(request)
      const text = exportAnswer(await getAnswer(database, id, context))
      const orm = database.forTenant(context.principal.tenant_id)
      await noteAct(orm, context, { kind: 'answer-exported', object: `answer:${id}` })
      const name = `attachment; filename="answer-${id}.md"`
      return reply
        .type('text/markdown; charset=utf-8')
        .header('content-disposition', name)
        .send(text as never)
    })
    app.post('/api/answers/:id/feedback', { schema: schemas.feedback, config }, async (request) =>
      giveFeedback(database, { ...request.params, ...request.body }, callContextOf(request)),
    )
    app.delete('/api/answers/:id', { schema: schemas.forget, config }, async (request, reply) => {
      await forgetAnswers(database, { id: request.params.id }, callContextOf(request))
      return reply.code(204).send(null)
    })
    app.delete('/api/answers', { schema: schemas.forgetAll, config }, async (request, reply) => {
      await forgetAnswers(database, 'all', callContextOf(request))
      return reply.code(204).send(null)
    })
  }
}
