import { openAsBlob } from 'node:fs'
import { RequestFailed } from '../client/request-failed.ts'
import type { DocumentSummary } from '../contracts/documents.ts'
import type { ApiClient } from './api-client.ts'
import type { FoundFile } from './find-files.ts'

export interface UploadWishes {
  readonly access: string | undefined
  readonly collection: string | undefined
}

export type UploadedFile =
  | { readonly file: FoundFile; readonly document: DocumentSummary; readonly rejection: null }
  | { readonly file: FoundFile; readonly document: null; readonly rejection: Rejection }

interface Rejection {
  readonly code: string
  readonly detail: string
}

/** A request holds a few files, so that a thousand small ones do not use up the limit of requests per minute. */
const FILES_PER_REQUEST = 25
const BYTES_PER_REQUEST = 50 * 1_048_576

/** Send files a few at a time and tell what became of each. A file that cannot be sent does not stop the others. */
export async function* uploadFiles(
  client: ApiClient,
  files: readonly FoundFile[],
  wishes: UploadWishes,
): AsyncGenerator<readonly UploadedFile[]> {
  for (const batch of batchesOf(files)) yield await uploadBatch(client, batch, wishes)
}

async function uploadBatch(
  client: ApiClient,
  batch: readonly FoundFile[],
  wishes: UploadWishes,
): Promise<readonly UploadedFile[]> {
  const opened = await Promise.all(batch.map(openFile))
  const readable = opened.flatMap(({ file, content }) => (content === null ? [] : [{ file, content }]))
  const sent = readable.length === 0 ? [] : await sendFiles(client, readable, wishes)
  return [...opened.flatMap(({ file, content }) => (content === null ? [unreadable(file)] : [])), ...sent]
}

interface OpenedFile {
  readonly file: FoundFile
  readonly content: Blob
}

async function openFile(file: FoundFile): Promise<{ readonly file: FoundFile; readonly content: Blob | null }> {
  try {
    return { file, content: await openAsBlob(file.path) }
  } catch {
    return { file, content: null }
  }
}

function unreadable(file: FoundFile): UploadedFile {
  const detail = 'The file cannot be opened; check its rights, or whether it is still there.'
  return { file, document: null, rejection: { code: 'not-readable', detail } }
}

async function sendFiles(
  client: ApiClient,
  files: readonly OpenedFile[],
  wishes: UploadWishes,
): Promise<readonly UploadedFile[]> {
  try {
    return await sendTogether(client, files, wishes)
  } catch (error) {
    if (!(error instanceof Error) || concernsEveryFile(error)) throw error
    if (files.length === 1) return files.map(({ file }) => ({ file, document: null, rejection: rejectionOf(error) }))
    // The server took none of them and named the reason of the first only.
    if (!(error instanceof RequestFailed)) throw error
    const each: UploadedFile[] = []
    for (const file of files) each.push(...(await sendFiles(client, [file], wishes)))
    return each
  }
}

async function sendTogether(
  client: ApiClient,
  files: readonly OpenedFile[],
  { access, collection }: UploadWishes,
): Promise<readonly UploadedFile[]> {
  const form = new FormData()
  if (access !== undefined) form.set('access', access)
  if (collection !== undefined) form.set('collection', collection)
  for (const { file, content } of files) form.append('file', content, file.name)
  const { documents, rejected } = await client.upload(form)
  const accepted = documents.values()
  return files.map(({ file }): UploadedFile => {
    const rejection = rejected.find(({ file_name }) => file_name === file.name)
    if (rejection !== undefined) return { file, document: null, rejection }
    const document = accepted.next().value
    if (document === undefined) throw new Error('the server named fewer documents than files were sent')
    return { file, document, rejection: null }
  })
}

/** Not allowed, wishes that are not valid, limits, a server or a store that cannot take anything now. */
const CONCERNS_EVERY_FILE: ReadonlySet<number> = new Set([400, 401, 403, 429, 503, 507])

function concernsEveryFile(error: Error): boolean {
  return error instanceof RequestFailed && CONCERNS_EVERY_FILE.has(error.problem.status ?? 0)
}

function rejectionOf(error: Error): Rejection {
  if (error instanceof RequestFailed) return { code: error.problem.code, detail: error.problem.detail }
  return { code: 'not-sent', detail: `The file could not be sent (${error.message}); try again.` }
}

function* batchesOf(files: readonly FoundFile[]): Generator<FoundFile[]> {
  let batch: FoundFile[] = []
  let bytes = 0
  for (const file of files) {
    if (batch.length > 0 && (batch.length >= FILES_PER_REQUEST || bytes + file.sizeInBytes > BYTES_PER_REQUEST)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(file)
    bytes += file.sizeInBytes
  }
  if (batch.length > 0) yield batch
}
