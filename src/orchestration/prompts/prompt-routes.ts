import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  PromptActivation,
  PromptDiff,
  PromptDraft,
  PromptNumber,
  PromptPage,
  PromptVersion,
} from '../../contracts/prompts.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import type { ZodApp } from '../../platform/http/zod-app.ts'
import { managePrompts } from '../../policies/manage-prompts.ts'
import { type ActivatePromptDependencies, activatePrompt, rollBackPrompt } from './activate-prompt.ts'
import { diffPrompts, getPrompt, listPrompts } from './read-prompts.ts'
import { draftPrompt, reviewPrompt } from './review-prompts.ts'

const tags = ['administration']
const params = z.object({ version: PromptNumber })
const readErrors = problemResponses(400, 401, 403, 404, 429)
const writeErrors = problemResponses(400, 401, 403, 404, 409, 413, 415, 429)
const config = { policy: managePrompts }

const schemas = {
  list: {
    operationId: 'listPrompts',
    summary: 'The versions of the wording that models write answers by, newest first; version 0 is the default.',
    tags,
    querystring: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: z.string().max(2_000).optional().describe('The next_cursor of the page before.'),
    }),
    response: { 200: PromptPage, ...problemResponses(400, 401, 403, 429) },
  },
  get: {
    operationId: 'getPrompt',
    summary: 'One version of the wording, alone and within the rules of the code as a model gets it.',
    tags,
    params,
    response: { 200: PromptVersion, ...readErrors },
  },
  draft: {
    operationId: 'draftPrompt',
    summary: 'Write a new version of the wording. Nothing is answered with it before it is reviewed and activated.',
    tags,
    body: PromptDraft,
    response: { 201: PromptVersion, ...writeErrors },
  },
  diff: {
    operationId: 'diffPrompt',
    summary: 'How a version of the wording differs from the active one, or from the one named in "against".',
    tags,
    params,
    querystring: z.strictObject({ against: PromptNumber.optional() }),
    response: { 200: PromptDiff, ...readErrors },
  },
  review: {
    operationId: 'reviewPrompt',
    summary: 'Say that you have read a draft and that it may be activated.',
    description: 'Its author may do so only where there is no other administrator; "self_reviewed" then tells.',
    tags,
    params,
    response: { 200: PromptVersion, ...writeErrors },
  },
  activate: {
    operationId: 'activatePrompt',
    summary: 'Write answers with a reviewed version, or with the default, from now on. Cached answers are outdated.',
    description:
      'Where there are accepted golden questions and a model that writes, they are asked with it and with the active one first; ' +
      'it is refused when answers are worse (409, with the figures in "comparison") unless "override" comes with a reason.',
    tags,
    params,
    body: PromptActivation.nullish(),
    response: { 200: PromptVersion, ...writeErrors },
  },
  rollBack: {
    operationId: 'rollBackPrompt',
    summary: 'Go back to the version that was active before; once more goes further back.',
    tags,
    response: { 200: PromptVersion, ...writeErrors },
  },
}

/** What administrators do about the wording of the prompt. */
export function promptRoutes(dependencies: ActivatePromptDependencies): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    addReading(app, dependencies)
    addWriting(app, dependencies)
  }
}

function addReading(app: ZodApp, { database }: Pick<ActivatePromptDependencies, 'database'>): void {
  app.get('/api/admin/prompts', { schema: schemas.list, config }, async (request) =>
    listPrompts(database, request.query, callContextOf(request)),
  )
  app.get('/api/admin/prompts/:version', { schema: schemas.get, config }, async (request) =>
    getPrompt(database, request.params.version, callContextOf(request)),
  )
  app.get('/api/admin/prompts/:version/diff', { schema: schemas.diff, config }, async (request) => {
    const { against } = request.query
    return diffPrompts(database, { number: request.params.version, against }, callContextOf(request))
  })
}

function addWriting(app: ZodApp, dependencies: ActivatePromptDependencies): void {
  const { database } = dependencies
  app.post('/api/admin/prompts', { schema: schemas.draft, config }, async (request, reply) => {
    const context = callContextOf(request)
    const number = await draftPrompt(dependencies, request.body, context)
    return reply.code(201).send(await getPrompt(database, number, context))
  })
  app.post('/api/admin/prompts/:version/review', { schema: schemas.review, config }, async (request) => {
    const context = callContextOf(request)
    await reviewPrompt(database, request.params.version, context)
    return getPrompt(database, request.params.version, context)
  })
  app.post('/api/admin/prompts/:version/activate', { schema: schemas.activate, config }, async (request) => {
    const context = callContextOf(request)
    await activatePrompt(dependencies, { number: request.params.version, ...request.body }, context)
    return getPrompt(database, request.params.version, context)
  })
  app.post('/api/admin/prompts/rollback', { schema: schemas.rollBack, config }, async (request) => {
    const context = callContextOf(request)
    return getPrompt(database, await rollBackPrompt(database, context), context)
  })
}
