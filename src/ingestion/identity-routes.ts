import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DocumentSummary } from '../contracts/documents.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { writeDocuments } from '../policies/write-documents.ts'
import { deleteByIdentity } from './delete-by-identity.ts'
import { DocumentFields, receiveDocument } from './receive-document.ts'
import type { ReceiveUploadDependencies } from './receive-upload.ts'
import { ChangedAt, ExternalId, Source } from './upload-fields.ts'

const tags = ['documents']

const put = {
  operationId: 'putDocument',
  summary: 'Bring the document that a source calls so to this state.',
  description:
    'The body is the file itself, of any type. Sent again it changes nothing: equal bytes are not read a second time. ' +
    'Another title, collection or access list holds without new bytes being read. 202 when something changed, else 200.',
  tags,
  consumes: ['application/octet-stream'],
  querystring: DocumentFields,
  body: z.any().meta({ type: 'string', format: 'binary', description: 'The bytes of the file.' }),
  response: {
    200: DocumentSummary,
    202: DocumentSummary,
    ...problemResponses(400, 401, 403, 404, 409, 413, 415, 429, 503, 507),
  },
}

const remove = {
  operationId: 'deleteDocumentByIdentity',
  summary: 'Delete the document that a source calls so: no answer uses it from now on.',
  description:
    'Also 204 when there is none (any more) that you may see. A deletion is remembered: changes that are older, and come later, do not bring the document back.',
  tags,
  querystring: z.strictObject({ source: Source, external_id: ExternalId, changed_at: ChangedAt.optional() }),
  response: { 204: z.null(), ...problemResponses(400, 401, 403, 409, 429) },
}

/** The routes of sources, which know documents by names of their own. */
export async function addIdentityRoutes(app: ZodApp, dependencies: ReceiveUploadDependencies): Promise<void> {
  app.delete('/api/documents', { schema: remove, config: { policy: writeDocuments } }, async (request, reply) => {
    const context = callContextOf(request)
    const { source, external_id: externalId, changed_at: changedAt = null } = request.query
    await deleteByIdentity(dependencies, { source, externalId, changedAt }, context)
    return reply.code(204).send(null)
  })

  await app.register(async (instance) => {
    const scope: ZodApp = instance.withTypeProvider<ZodTypeProvider>()
    passBodiesThrough(scope)
    scope.put(
      '/api/documents',
      { schema: put, config: { policy: writeDocuments }, bodyLimit: Number.MAX_SAFE_INTEGER },
      async (request, reply) => {
        const context = callContextOf(request)
        const { document, changed } = await receiveDocument(dependencies, request, request.query, context)
        return reply.code(changed ? 202 : 200).send(document)
      },
    )
  })
}

/** Whatever the body says it is, it is stored as it comes and read by nobody here. */
function passBodiesThrough(app: ZodApp): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
}
