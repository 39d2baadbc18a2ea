import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Invitation, InvitedUser, SignInLink, User, UserChange, UserPage } from '../contracts/users.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { managePeople } from '../policies/manage-people.ts'
import type { Users } from './users.ts'

const tags = ['people']
const params = z.object({ id: z.string().min(1).max(200) })

const list = {
  operationId: 'listUsers',
  summary: 'The people of your organisation who signed in or were invited, newest first.',
  tags,
  querystring: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(500).optional().describe('The next_cursor of the page before.'),
    email: z.string().max(254).optional().describe('Only the account with this address.'),
  }),
  response: { 200: UserPage, ...problemResponses(400, 401, 403, 429) },
}

const invite = {
  operationId: 'inviteUser',
  summary: 'Make an account and the one-time link with which its owner signs in first.',
  tags,
  body: Invitation,
  response: { 201: InvitedUser, ...problemResponses(400, 401, 403, 409, 413, 415, 429) },
}

const change = {
  operationId: 'changeUser',
  summary: 'Give or take roles and groups, disable or enable a person. Takes effect at their next request.',
  tags,
  params,
  body: UserChange,
  response: { 200: User, ...problemResponses(400, 401, 403, 404, 409, 413, 415, 429) },
}

const link = {
  operationId: 'createUserSignInLink',
  summary: 'Make a one-time link that signs this person in.',
  tags,
  params,
  body: z
    .strictObject({
      reset_password: z
        .boolean()
        .default(false)
        .describe('Let them choose a new password, and sign them out everywhere.'),
    })
    .nullish(),
  response: { 201: SignInLink, ...problemResponses(400, 401, 403, 404, 409, 429) },
}

const ownLink = {
  operationId: 'createSignInLink',
  summary: 'Make a one-time link that signs you in to another browser.',
  tags,
  response: { 201: SignInLink, ...problemResponses(401, 403, 404, 409, 429) },
}

/** Inviting people, and giving and taking their rights. */
export function userRoutes(users: Users): FastifyPluginAsync {
  return async (instance) => {
    const app: ZodApp = instance.withTypeProvider<ZodTypeProvider>()
    const config = { policy: managePeople }
    app.get('/api/users', { schema: list, config }, (request) => users.list(request.query, callContextOf(request)))

    app.post('/api/users', { schema: invite, config }, async (request, reply) =>
      reply.code(201).send(await users.invite(request.body, callContextOf(request))),
    )

    app.patch('/api/users/:id', { schema: change, config }, (request) =>
      users.change(request.params.id, request.body, callContextOf(request)),
    )

    app.post('/api/users/:id/sign-in-links', { schema: link, config }, async (request, reply) => {
      const { reset_password = false } = request.body ?? {}
      return reply.code(201).send(await users.createLink(request.params.id, reset_password, callContextOf(request)))
    })

    app.post('/api/sign-in-links', { schema: ownLink, config }, async (request, reply) => {
      const context = callContextOf(request)
      return reply.code(201).send(await users.createLink(context.principal.object_id, false, context))
    })
  }
}
