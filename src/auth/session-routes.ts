import '@fastify/cookie'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { SessionCookie } from '../contracts/session-cookie.ts'
import { SessionPage } from '../contracts/users.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { signedIn } from '../policies/signed-in.ts'
import type { SessionList } from './session-list.ts'

const tags = ['sign-in']

const list = {
  operationId: 'listSessions',
  summary: 'The browsers in which you are signed in, newest first.',
  tags,
  querystring: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(500).optional().describe('The next_cursor of the page before.'),
  }),
  response: { 200: SessionPage, ...problemResponses(400, 401, 429) },
}

const end = {
  operationId: 'endSession',
  summary: 'Sign out another browser of yours.',
  tags,
  params: z.object({ id: z.uuid() }),
  response: { 204: z.null(), ...problemResponses(400, 401, 403, 404, 429) },
}

const endOthers = {
  operationId: 'endOtherSessions',
  summary: 'Sign out all other browsers of yours.',
  tags,
  response: { 204: z.null(), ...problemResponses(401, 403, 429) },
}

/** One's own sessions. */
export function sessionRoutes(sessions: SessionList, cookie: SessionCookie): FastifyPluginAsync {
  return async (instance) => {
    const app: ZodApp = instance.withTypeProvider<ZodTypeProvider>()
    const config = { policy: signedIn }
    app.get('/api/sessions', { schema: list, config }, (request) =>
      sessions.list({ ...request.query, currentId: request.cookies[cookie.name] }, callContextOf(request)),
    )

    app.delete('/api/sessions/:id', { schema: end, config }, async (request, reply) => {
      await sessions.end(request.params.id, callContextOf(request))
      return reply.code(204).send(null)
    })

    app.delete('/api/sessions', { schema: endOthers, config }, async (request, reply) => {
      await sessions.endOthers(request.cookies[cookie.name], callContextOf(request))
      return reply.code(204).send(null)
    })
  }
}
