import { z } from 'zod'
import { DocumentSummary, RetryChoice, RetryReply } from '../contracts/documents.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { writeDocuments } from '../policies/write-documents.ts'
import { retryDocuments } from './retry-documents.ts'
import { cancelDocument, retryDocument, type SteerDependencies } from './steer-document.ts'
import type { UploadCapacity } from './upload-capacity.ts'

const tags = ['documents']
const params = z.object({ id: z.uuid() })
const errors = problemResponses(400, 401, 403, 404, 409, 429)

const retry = {
  operationId: 'retryDocument',
  summary: 'Read the newest version once more, after it failed, was cancelled or held no text.',
  tags,
  params,
  response: { 202: DocumentSummary, ...errors },
}

const cancel = {
  operationId: 'cancelDocument',
  summary: 'Stop the reading of the newest version; an earlier one that searches use stays.',
  tags,
  params,
  response: { 200: DocumentSummary, ...errors },
}

const retryAll = {
  operationId: 'retryDocuments',
  summary: 'Read all documents once more that match and could not be read.',
  tags,
  body: RetryChoice,
  response: { 202: RetryReply, ...problemResponses(400, 401, 403, 413, 415, 429, 503) },
}

/** The routes with which owners steer what is being read. */
export function addSteerRoutes(
  app: ZodApp,
  dependencies: SteerDependencies & { readonly capacity: UploadCapacity },
): void {
  app.post(
    '/api/documents/:id/retry',
    { schema: retry, config: { policy: writeDocuments } },
    async (request, reply) => {
      const context = callContextOf(request)
      return reply.code(202).send(await retryDocument(dependencies, request.params.id, context))
    },
  )

  app.post('/api/documents/:id/cancel', { schema: cancel, config: { policy: writeDocuments } }, async (request) => {
    const context = callContextOf(request)
    return cancelDocument(dependencies, request.params.id, context)
  })

  app.post('/api/documents/retry', { schema: retryAll, config: { policy: writeDocuments } }, async (request, reply) => {
    const context = callContextOf(request)
    return reply.code(202).send(await retryDocuments(dependencies, request.body, context))
  })
}
