import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  GoldenCase,
  GoldenGenerate,
  GoldenGenerated,
  GoldenImport,
  GoldenImported,
  GoldenInput,
  GoldenList,
  GoldenPage,
} from '../../contracts/golden-cases.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import type { ZodApp } from '../../platform/http/zod-app.ts'
import { manageEvaluation } from '../../policies/manage-evaluation.ts'
import { type GenerateDependencies, generateCases } from './generate-cases.ts'
import { importCases } from './import-cases.ts'
import { getCase, listCases } from './read-cases.ts'
import { createCase, decideCase, removeCase, replaceCase } from './write-cases.ts'

const tags = ['evaluation']
const params = z.object({ id: z.uuid() })
const config = { policy: manageEvaluation }
const readErrors = problemResponses(400, 401, 403, 404, 429)
const writeErrors = problemResponses(400, 401, 403, 404, 409, 413, 415, 429)

const schemas = {
  list: {
    operationId: 'listGoldenCases',
    summary: 'Questions with what is known to be right, newest first; those whose documents you may read.',
    tags,
    querystring: GoldenList,
    response: { 200: GoldenPage, ...problemResponses(400, 401, 403, 429) },
  },
  create: {
    operationId: 'createGoldenCase',
    summary: 'Add a question with what is known to be right. It is accepted at once.',
    tags,
    body: GoldenInput,
    response: { 201: GoldenCase, ...writeErrors },
  },
  replace: {
    operationId: 'replaceGoldenCase',
    summary: 'Give a question other words, truth and evidence, and accept it.',
    tags,
    params,
    body: GoldenInput,
    response: { 200: GoldenCase, ...writeErrors },
  },
  accept: {
    operationId: 'acceptGoldenCase',
    summary: 'Measure on a question that was proposed, or refused before.',
    tags,
    params,
    response: { 200: GoldenCase, ...writeErrors },
  },
  refuse: {
    operationId: 'refuseGoldenCase',
    summary: 'Do not measure on a question; it is kept, so that it is not proposed again.',
    tags,
    params,
    response: { 200: GoldenCase, ...writeErrors },
  },
  remove: {
    operationId: 'deleteGoldenCase',
    summary: 'Remove a question from the set. Succeeds when there is none.',
    tags,
    params,
    response: { 204: z.null(), ...readErrors },
  },
  import: {
    operationId: 'importGoldenCases',
    summary: 'Add many questions, or replace those that are there. What does not fit is told, the rest is taken.',
    tags,
    body: GoldenImport,
    response: { 200: GoldenImported, ...writeErrors },
  },
  generate: {
    operationId: 'generateGoldenCases',
    summary: 'Propose questions from passages of documents that you may read, for review.',
    description: 'A model writes them where there is one, else rules do (English and German).',
    tags,
    body: GoldenGenerate,
    response: { 200: GoldenGenerated, ...writeErrors, ...problemResponses(499, 503) },
  },
}

/** What administrators do about golden questions. */
export function goldenRoutes(dependencies: GenerateDependencies): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    addOne(app, dependencies)
    addMany(app, dependencies)
  }
}

function addOne(app: ZodApp, { database }: GenerateDependencies): void {
  app.post('/api/evaluation/cases', { schema: schemas.create, config }, async (request, reply) => {
    const context = callContextOf(request)
    const id = await createCase(database, request.body, context)
    return reply.code(201).send(await getCase(database, id, context))
  })
  app.put('/api/evaluation/cases/:id', { schema: schemas.replace, config }, async (request) => {
    const context = callContextOf(request)
    await replaceCase(database, { ...request.body, ...request.params }, context)
    return getCase(database, request.params.id, context)
  })
  app.post('/api/evaluation/cases/:id/accept', { schema: schemas.accept, config }, async (request) => {
    const context = callContextOf(request)
    await decideCase(database, { ...request.params, state: 'accepted' }, context)
    return getCase(database, request.params.id, context)
  })
  app.post('/api/evaluation/cases/:id/refuse', { schema: schemas.refuse, config }, async (request) => {
    const context = callContextOf(request)
    await decideCase(database, { ...request.params, state: 'refused' }, context)
    return getCase(database, request.params.id, context)
  })
  app.delete('/api/evaluation/cases/:id', { schema: schemas.remove, config }, async (request, reply) => {
    await removeCase(database, request.params.id, callContextOf(request))
    return reply.code(204).send(null)
  })
}

function addMany(app: ZodApp, dependencies: GenerateDependencies): void {
  const { database } = dependencies
  app.get('/api/evaluation/cases', { schema: schemas.list, config }, async (request) =>
    listCases(database, request.query, callContextOf(request)),
  )
  app.post('/api/evaluation/cases/import', { schema: schemas.import, config }, async (request) =>
    importCases(database, request.body.cases, callContextOf(request)),
  )
  app.post('/api/evaluation/cases/generate', { schema: schemas.generate, config }, async (request) =>
    generateCases(dependencies, request.body, callContextOf(request)),
  )
}
