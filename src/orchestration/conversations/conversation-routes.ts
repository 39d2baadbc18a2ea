import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  Conversation,
  ConversationChange,
  ConversationDetails,
  ConversationPage,
  NewConversation,
} from '../../contracts/conversations.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database } from '../../platform/database/database.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { ownConversations } from '../../policies/own-conversations.ts'
import { createConversation, deleteConversation, listConversations, renameConversation } from './conversations.ts'
import { exportConversation } from './export-conversation.ts'
import { getConversation } from './read-turns.ts'

const tags = ['conversations']
const params = z.object({ id: z.uuid() })
const errors = problemResponses(400, 401, 403, 404, 429)

const schemas = {
  create: {
    operationId: 'createConversation',
    summary: 'Begin a conversation; give its id as conversation_id with each question of it.',
    tags,
    body: NewConversation.default({}),
    response: { 201: Conversation, ...problemResponses(400, 401, 403, 429) },
  },
  list: {
    operationId: 'listConversations',
    summary: 'Your conversations, the last used first.',
    tags,
    querystring: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: z.string().max(500).optional().describe('The next_cursor of the page before.'),
      search: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .optional()
        .describe('Only those with these words in title or questions.'),
    }),
    response: { 200: ConversationPage, ...problemResponses(400, 401, 403, 429) },
  },
  one: {
    operationId: 'getConversation',
    summary: 'A conversation of yours: its questions and answers, and what became of their sources since.',
    description:
      'Sentences and quotes that rest on documents that were deleted, or that you may no longer read, are left out.',
    tags,
    params,
    response: { 200: ConversationDetails, ...errors },
  },
  rename: {
    operationId: 'renameConversation',
    summary: 'Give a conversation of yours another title.',
    tags,
    params,
    body: ConversationChange,
    response: { 200: Conversation, ...errors },
  },
  remove: {
    operationId: 'deleteConversation',
    summary: 'Delete a conversation of yours with its questions and answers. Succeeds when there is none.',
    tags,
    params,
    response: { 204: z.null(), ...problemResponses(400, 401, 403, 429) },
  },
  export: {
    operationId: 'exportConversation',
    summary: 'A conversation as Markdown with footnotes, or as JSON.',
    tags,
    params,
    querystring: z.strictObject({ format: z.enum(['markdown', 'json']).default('markdown') }),
    response: errors,
  },
}

/** Questions that one asked one after the other. */
export function conversationRoutes({ database }: { readonly database: Database }): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const config = { policy: ownConversations }
    app.post('/api/conversations', { schema: schemas.create, config }, async (request, reply) =>
      reply.code(201).send(await createConversation(database, request.body, callContextOf(request))),
    )
    app.get('/api/conversations', { schema: schemas.list, config }, async (request) =>
      listConversations(database, request.query, callContextOf(request)),
    )
    app.get('/api/conversations/:id', { schema: schemas.one, config }, async (request) =>
      getConversation(database, request.params.id, callContextOf(request)),
    )
    app.patch('/api/conversations/:id', { schema: schemas.rename, config }, async (request) =>
      renameConversation(database, { ...request.params, ...request.body }, callContextOf(request)),
    )
    app.delete('/api/conversations/:id', { schema: schemas.remove, config }, async (request, reply) => {
      await deleteConversation(database, request.params.id, callContextOf(request))
      return reply.code(204).send(null)
    })
    app.get('/api/conversations/:id/export', { schema: schemas.export, config }, async (request, reply) => {
      const context = callContextOf(request)
      const conversation = await getConversation(database, request.params.id, context)
      await noteAct(database.forTenant(context.principal.tenant_id), context, {
        kind: 'conversation-exported',
        object: `conversation:${conversation.id}`,
        detail: { format: request.query.format },
      })
      const isMarkdown = request.query.format === 'markdown'
      const text = isMarkdown ? exportConversation(conversation) : JSON.stringify(conversation, null, 2)
      const name = `conversation-${conversation.id}.${isMarkdown ? 'md' : 'json'}`
      return reply
        .type(isMarkdown ? 'text/markdown; charset=utf-8' : 'application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(text as never)
    })
  }
}
