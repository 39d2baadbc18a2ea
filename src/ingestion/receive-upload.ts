import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { CallContext } from '../contracts/call-context.ts'
import type { DocumentSummary, UploadReply } from '../contracts/documents.ts'
import { isProblem, problem } from '../contracts/errors.ts'
import { getUploaded } from './read-documents.ts'
import { registerStored } from './register-stored.ts'
import type { RegisterUploadDependencies, Upload } from './register-upload.ts'
import { fileTooLarge, type StoreOriginalDependencies, storeOriginal } from './store-original.ts'
import type { UploadCapacity } from './upload-capacity.ts'
import { type FileFields, MAXIMUM_FILES_PER_REQUEST, readFields, type UploadFields } from './upload-form.ts'

export interface ReceiveUploadDependencies extends RegisterUploadDependencies, StoreOriginalDependencies {
  readonly capacity: UploadCapacity
}

interface StoredFile {
  /** Its place among the files of the request, refused ones counted. */
  readonly index: number
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
  await dependencies.capacity.require(context)
  const fields: Record<string, string> = {}
  const files: StoredFile[] = []
  const refusals: Refusal[] = []
  let received = 0
  for await (const part of request.parts({
    preservePath: true,
    limits: { files: MAXIMUM_FILES_PER_REQUEST, fileSize: dependencies.maximumUploadBytes },
  })) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value)
      continue
    }
    try {
      files.push({ ...(await storeFile(dependencies, part, context)), index: received })
    } catch (error) {
      if (!isProblem(error)) throw error
      part.file.resume()
      refusals.push({ fileName: part.filename, error })
    }
    received += 1
  }
  if (received === 0) throw problem('invalid-request', 'Send at least one file in a multipart field named "file".')
  const read = readFields(fields, received)
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
  dependencies: ReceiveUploadDependencies,
  part: MultipartFile,
  context: CallContext,
): Promise<Omit<StoredFile, 'index'>> {
  const content = Readable.from(wholeFile(part, dependencies.maximumUploadBytes), { objectMode: false })
  const stored = await storeOriginal(dependencies, content, context)
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

async function registerFile(
  dependencies: ReceiveUploadDependencies,
  { sentAs, index, ...stored }: StoredFile,
  { files, source, collection, access, access_for: accessFor, priority, ...fields }: UploadFields,
  context: CallContext,
): Promise<DocumentSummary> {
  const path = cleanPath(sentAs)
  const { external_id, title, fingerprint, changed_at }: FileFields = { ...fields, ...files?.[index] }
  const upload: Upload = {
    ...stored,
    fileName: path.slice(path.lastIndexOf('/') + 1),
    source,
    // Without a name of its own a file is known by its uploader and its path, so that nobody overwrites another's.
    externalId: external_id ?? `${context.principal.object_id}/${path}`,
    title: title ?? null,
    collection: collection ?? null,
    access: access ?? null,
    accessFor,
    fingerprint: fingerprint ?? null,
    changedAt: changed_at ?? null,
    ...(priority === undefined ? {} : { priority }),
  }
  const { documentId, queued } = await registerStored(dependencies, upload, context)
  if (queued) dependencies.capacity.take(context)
  return getUploaded(dependencies.database, documentId, context)
}

function rejectedFile(fileName: string, error: Error): UploadReply['rejected'][number] {
  return { file_name: fileName, code: isProblem(error) ? error.code : 'internal-error', detail: error.message }
}
