import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { CallContext } from '../contracts/call-context.ts'
import type { DocumentSummary } from '../contracts/documents.ts'
import { problem } from '../contracts/errors.ts'
import { getUploaded } from './read-documents.ts'
import type { ReceiveUploadDependencies } from './receive-upload.ts'
import { registerStored } from './register-stored.ts'
import { fileTooLarge, storeOriginal } from './store-original.ts'
import {
  AccessListText,
  ChangedAt,
  CollectionName,
  ExternalId,
  Fingerprint,
  Priority,
  Source,
  Title,
} from './upload-fields.ts'

/** What is said about a document whose bytes are the body. */
export const DocumentFields = z.strictObject({
  source: Source,
  external_id: ExternalId,
  file_name: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Its ending tells the format where the bytes do not; the end of "external_id" when left out.'),
  title: Title.optional(),
  collection: CollectionName.optional(),
  access: AccessListText.optional(),
  priority: Priority.optional(),
  fingerprint: Fingerprint.optional(),
  changed_at: ChangedAt.optional(),
})
export type DocumentFields = z.output<typeof DocumentFields>

const UNKNOWN_MEDIA_TYPE = 'application/octet-stream'
/** Registered ones have at most 127 letters on each side of the slash (RFC 6838). */
const LONGEST_MEDIA_TYPE = 255

export interface ReceivedDocument {
  readonly document: DocumentSummary
  readonly changed: boolean
}

/** Stream the body of a request into the blob store and register it as what its source knows it by. */
export async function receiveDocument(
  dependencies: ReceiveUploadDependencies,
  request: FastifyRequest,
  fields: DocumentFields,
  context: CallContext,
): Promise<ReceivedDocument> {
  await dependencies.capacity.require(context)
  const body = bodyOf(request, dependencies.maximumUploadBytes)
  const content = Readable.from(bytesOf(body), { objectMode: false })
  // What is left of a body that was refused is read away, or its sender would never come to hear why.
  const stored = await storeOriginal(dependencies, content, context).finally(() => body.resume())
  const { source, external_id: externalId, title, collection, access, priority, fingerprint, changed_at } = fields
  const { documentId, changed, queued } = await registerStored(
    dependencies,
    {
      ...stored,
      source,
      externalId,
      fileName: lastPart(fields.file_name ?? externalId),
      title: title ?? null,
      collection: collection ?? null,
      access: access ?? null,
      mediaType: mediaTypeOf(request),
      fingerprint: fingerprint ?? null,
      changedAt: changed_at ?? null,
      ...(priority === undefined ? {} : { priority }),
    },
    context,
  )
  if (queued) dependencies.capacity.take(context)
  return { document: await getUploaded(dependencies.database, documentId, context), changed }
}

/** The bytes as they come. A file without bytes is one; a request that announces none was meant otherwise. */
function bodyOf({ headers, body }: FastifyRequest, maximumUploadBytes: number): Readable {
  const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type = '' } = headers
  if (length === undefined && encoding === undefined) {
    throw problem('invalid-request', 'Send the bytes of the file as the body of the request.')
  }
  if (/^multipart\/form-data\b/i.test(type)) {
    throw problem('media-type-unsupported', 'Send the bytes of the file itself as body; send forms with POST.')
  }
  if (Number(length) > maximumUploadBytes) throw fileTooLarge(maximumUploadBytes)
  return body instanceof Readable ? body : Readable.from([])
}

/** The bytes of a body, which stays open when nobody wants the rest: closing it would cut the connection. */
async function* bytesOf(body: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk as Buffer
}

/** What the sender takes it for, until it is read. */
function mediaTypeOf({ headers }: FastifyRequest): string {
  const [type = ''] = (headers['content-type'] ?? '').split(';')
  return type.trim() === '' ? UNKNOWN_MEDIA_TYPE : type.trim().slice(0, LONGEST_MEDIA_TYPE)
}

function lastPart(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '')
  return parts.at(-1) ?? path
}
