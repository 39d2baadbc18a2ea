import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { CallContext } from '../contracts/call-context.ts'
import type { DocumentSummary, UploadReply } from '../contracts/documents.ts'
import { isProblem, problem } from '../contracts/errors.ts'
import { AccessEntry } from '../contracts/principal.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { getUploaded } from './read-documents.ts'
import { registerUpload, type Upload } from './register-upload.ts'

/** Files of one request. Larger folders are sent in several requests. */
export const MAXIMUM_FILES_PER_REQUEST = 100

/** The fields that may come before or after the files; they hold for all files of the request. */
const UploadFields = z.strictObject({
  source: z.string().min(1).max(200).default('upload'),
  external_id: z.string().min(1).max(1_000).optional(),
  title: z.string().min(1).max(500).optional(),
  collection: z.string().min(1).max(200).optional(),
  access: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .pipe(z.array(AccessEntry).min(1).max(100))
    .optional(),
})
type UploadFields = z.output<typeof UploadFields>

export interface ReceiveUploadDependencies {
  readonly database: Database
  readonly blobs: Blobs
  readonly bus: Bus
  readonly maximumUploadBytes: number
}

interface StoredFile {
  /** The name as it was sent, by which the sender knows the file. */
  readonly sentAs: string
  readonly mediaType: string
  readonly sha256: string
  readonly sizeInBytes: number
}

interface Refusal {
  readonly fileName: string
  readonly error: Error
}

/**
 * Stream the files of a multipart request into the blob store, then register each. A file that is refused does not stop
 * the others; when none was taken, the first refusal is thrown.
 */
export async function receiveUpload(
  dependencies: ReceiveUploadDependencies,
  request: FastifyRequest,
  context: CallContext,
): Promise<UploadReply> {
  const fields: Record<string, string> = {}
  const files: StoredFile[] = []
  const refusals: Refusal[] = []
  for await (const part of request.parts({
    preservePath: true,
    limits: { files: MAXIMUM_FILES_PER_REQUEST, fileSize: dependencies.maximumUploadBytes },
  })) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value)
      continue
    }
    try {
      files.push(await storeFile(dependencies, part, context))
    } catch (error) {
      if (!isProblem(error)) throw error
      part.file.resume()
      refusals.push({ fileName: part.filename, error })
    }
  }
  if (files.length === 0 && refusals.length === 0)
    throw problem('invalid-request', 'Send at least one file in a multipart field named "file".')
  const read = readFields(fields, files.length)
  const documents: DocumentSummary[] = []
  for (const file of files) {
    try {
      documents.push(await registerFile(dependencies, file, read, context))
    } catch (error) {
      if (!isProblem(error)) throw error
      refusals.push({ fileName: file.sentAs, error })
    }
  }
  const [firstRefusal] = refusals
  if (documents.length === 0 && firstRefusal !== undefined) throw firstRefusal.error
  return { documents, rejected: refusals.map(({ fileName, error }) => rejectedFile(fileName, error)) }
}

async function storeFile(
  { blobs, maximumUploadBytes }: ReceiveUploadDependencies,
  part: MultipartFile,
  { principal, signal }: CallContext,
): Promise<StoredFile> {
  const content = Readable.from(wholeFile(part, maximumUploadBytes), { objectMode: false })
  const stored = await blobs.put(principal.tenant_id, content, { signal, maximumBytes: maximumUploadBytes })
  return { ...stored, sentAs: part.filename, mediaType: part.mimetype }
}

/** Where a file lies in the folder that was added: a name, never opened, the same whatever system it comes from. */
function cleanPath(sent: string): string {
  const parts = sent.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..')
  return parts.length === 0 ? `unnamed-${randomUUID()}` : parts.join('/')
}

/** The bytes of a file up to its end; fails there when the limit cut it off, so that no cut file is ever stored. */
async function* wholeFile({ file }: MultipartFile, maximumUploadBytes: number): AsyncGenerator<Buffer> {
  for await (const chunk of file) yield chunk as Buffer
  if (file.truncated) throw fileTooLarge(maximumUploadBytes)
}

function fileTooLarge(maximumUploadBytes: number): Error {
  const megabytes = Math.floor(maximumUploadBytes / 1_048_576)
  return problem(
    'body-too-large',
    `Files may have at most ${megabytes} MB; split the file, or raise FOOTNOTE_MAX_UPLOAD_MB.`,
  )
}

function readFields(fields: Readonly<Record<string, string>>, files: number): UploadFields {
  const parsed = UploadFields.safeParse(fields)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw problem(
      'invalid-request',
      `Correct the field "${issue?.path[0]?.toString() ?? issue?.message ?? ''}": ${issue?.message ?? 'it is not valid'}.`,
    )
  }
  if (files > 1 && (parsed.data.external_id ?? parsed.data.title) !== undefined) {
    throw problem('invalid-request', 'Give "external_id" and "title" with a single file only; they name one document.')
  }
  return parsed.data
}

async function registerFile(
  dependencies: ReceiveUploadDependencies,
  { sentAs, ...stored }: StoredFile,
  { source, external_id, title, collection, access }: UploadFields,
  context: CallContext,
): Promise<DocumentSummary> {
  const path = cleanPath(sentAs)
  const upload: Upload = {
    ...stored,
    fileName: path.slice(path.lastIndexOf('/') + 1),
    source,
    // Without a name of its own a file is known by its uploader and its path, so that nobody overwrites another's.
    externalId: external_id ?? `${context.principal.object_id}/${path}`,
    title: title ?? null,
    collection: collection ?? null,
    access: access ?? null,
  }
  const { documentId } = await registerUpload(dependencies, upload, context)
  return getUploaded(dependencies.database, documentId, context)
}

function rejectedFile(fileName: string, error: Error): UploadReply['rejected'][number] {
  return { file_name: fileName, code: isProblem(error) ? error.code : 'internal-error', detail: error.message }
}
