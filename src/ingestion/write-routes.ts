import { z } from 'zod'
import { UploadReply } from '../contracts/documents.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { writeDocuments } from '../policies/write-documents.ts'
import { deleteDocument } from './delete-document.ts'
import { type ReceiveUploadDependencies, receiveUpload } from './receive-upload.ts'

const upload = {
  operationId: 'uploadDocuments',
  summary: 'Add documents, or new versions of known ones.',
  description:
    'Send one or more files in fields named "file". Optional fields: source, collection, priority (high, normal, low), ' +
    'access (comma-separated "everyone", "user:…", "group:…"; by default the list of the collection or source, else only the uploader); ' +
    'access_for ("new" leaves documents that are there already their lists; by default "all"); ' +
    'for a single file external_id, title, fingerprint, changed_at as in PUT, and for several a field "files": a JSON array ' +
    'with an object of these for each file, in their order.',
  tags: ['documents'],
  consumes: ['multipart/form-data'],
  response: {
    202: UploadReply,
    ...problemResponses(400, 401, 403, 404, 409, 413, 415, 429, 503, 507),
  },
}

const remove = {
  operationId: 'deleteDocument',
  summary: 'Delete a document: no answer uses it from now on.',
  description: 'The header Link leads to the receipt, which says what was removed from which store, and when.',
  tags: ['documents'],
  params: z.object({ id: z.uuid() }),
  response: { 204: z.null(), ...problemResponses(400, 401, 403, 404, 409, 429) },
}

/** The routes of owners of documents. */
export function addWriteRoutes(app: ZodApp, dependencies: ReceiveUploadDependencies): void {
  // The handler reads the body part by part; the general body limit would cut uploads short.
  app.post(
    '/api/documents',
    { schema: upload, config: { policy: writeDocuments }, bodyLimit: Number.MAX_SAFE_INTEGER },
    async (request, reply) => {
      const context = callContextOf(request)
      return reply.code(202).send(await receiveUpload(dependencies, request, context))
    },
  )

  app.delete('/api/documents/:id', { schema: remove, config: { policy: writeDocuments } }, async (request, reply) => {
    const context = callContextOf(request)
    const { id } = request.params
    await deleteDocument(dependencies, id, context)
    return reply.code(204).header('link', `</api/documents/${id}/deletion>; rel="describedby"`).send(null)
  })
}
