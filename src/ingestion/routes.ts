import multipart from '@fastify/multipart'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DocumentState, DocumentSummary } from '../contracts/documents.ts'
import { callContextOf, requireRole } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { contentHeaders } from './content-headers.ts'
import { deleteDocument } from './delete-document.ts'
import { getDocument, getPassage, listDocuments, openContent } from './read-documents.ts'
import { type ReceiveUploadDependencies, receiveUpload } from './receive-upload.ts'

const tags = ['documents']
const Id = z.object({ id: z.uuid() })
const ids = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(z.uuid()).min(1).max(100))

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(500).optional(),
  state: DocumentState.optional(),
  ids: ids.optional().describe('Only these documents: up to 100 ids, separated by commas.'),
})
const Page = z.object({ documents: z.array(DocumentSummary), next_cursor: z.string().nullable() })
const Rejected = z.object({ file_name: z.string(), code: z.string(), detail: z.string() })
const Received = z.object({ documents: z.array(DocumentSummary), rejected: z.array(Rejected) })
const Passage = z.object({
  passage_id: z.uuid(),
  document_id: z.uuid(),
  version: z.number().int(),
  title: z.string(),
  page: z.number().int().nullable(),
  page_end: z.number().int().nullable(),
  heading: z.array(z.string()),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
})

/** Add, list, read and delete documents. */
export function ingestionRoutes(dependencies: ReceiveUploadDependencies): FastifyPluginAsync {
  const { database } = dependencies
  return async (instance) => {
    await instance.register(multipart)
    const app = instance.withTypeProvider<ZodTypeProvider>()

    const upload = {
      operationId: 'uploadDocuments',
      tags,
      consumes: ['multipart/form-data'],
      description:
        'Send one or more files in fields named "file". Optional fields: source, external_id, title, collection, access (comma-separated "everyone", "user:…", "group:…"; by default only the uploader).',
      response: { 202: Received, ...problemResponses(400, 401, 403, 413, 415, 429, 507) },
    }
    // The body is read part by part by the handler; the general body limit would cut uploads short.
    app.post('/api/documents', { schema: upload, bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
      const context = callContextOf(request)
      requireRole(context, 'Contributor')
      const received = await receiveUpload(dependencies, request, context)
      return reply.code(202).send({ documents: [...received.documents], rejected: [...received.rejected] })
    })

    const list = {
      operationId: 'listDocuments',
      tags,
      querystring: ListQuery,
      response: { 200: Page, ...problemResponses(400, 401, 403, 429) },
    }
    app.get('/api/documents', { schema: list }, (request) => {
      const context = callContextOf(request)
      requireRole(context, 'Reader')
      return listDocuments(database, request.query, context)
    })

    const one = {
      operationId: 'getDocument',
      tags,
      params: Id,
      response: { 200: DocumentSummary, ...problemResponses(400, 401, 403, 404, 429) },
    }
    app.get('/api/documents/:id', { schema: one }, (request) => {
      const context = callContextOf(request)
      requireRole(context, 'Reader')
      return getDocument(database, request.params.id, context)
    })

    const remove = {
      operationId: 'deleteDocument',
      tags,
      params: Id,
      response: { 204: z.null(), ...problemResponses(400, 401, 403, 404, 429) },
    }
    app.delete('/api/documents/:id', { schema: remove }, async (request, reply) => {
      const context = callContextOf(request)
      requireRole(context, 'Contributor')
      await deleteDocument(dependencies, request.params.id, context)
      return reply.code(204).send(null)
    })

    const version = z.strictObject({ version: z.coerce.number().int().min(1).optional() })
    const content = {
      operationId: 'getDocumentContent',
      tags,
      params: Id,
      querystring: version,
      response: problemResponses(400, 401, 403, 404, 429),
    }
    app.get('/api/documents/:id/content', { schema: content }, async (request, reply) => {
      const context = callContextOf(request)
      requireRole(context, 'Reader')
      const opened = await openContent(dependencies, { id: request.params.id, version: request.query.version }, context)
      await reply.headers(contentHeaders(opened)).send(opened.content as never)
      return reply
    })

    const passage = {
      operationId: 'getPassage',
      tags,
      params: Id.extend({ passage_id: z.uuid() }),
      response: { 200: Passage, ...problemResponses(400, 401, 403, 404, 429) },
    }
    app.get('/api/documents/:id/passages/:passage_id', { schema: passage }, (request) => {
      const context = callContextOf(request)
      requireRole(context, 'Reader')
      return getPassage(database, request.params.id, request.params.passage_id, context)
    })
  }
}
