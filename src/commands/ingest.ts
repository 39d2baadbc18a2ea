import { openAsBlob } from 'node:fs'
import pc from 'picocolors'
import type { Config } from '../config.ts'
import type { DocumentState, DocumentSummary } from '../contracts/documents.ts'
import type { ApiClient } from './api-client.ts'
import { type FoundFile, findFiles } from './find-files.ts'
import { createProgressBar } from './progress-bar.ts'
import { withClient } from './with-client.ts'

export interface IngestOptions {
  readonly json: boolean
  readonly access: string | undefined
  readonly collection: string | undefined
}

/** What became of one file. */
export interface IngestResult {
  readonly file: string
  readonly state: DocumentState | 'rejected'
  readonly reason: string | null
  readonly detail: string | null
  readonly document_id: string | null
  readonly pages: number | null
  readonly passages: number | null
}

const FINAL_STATES: ReadonlySet<string> = new Set(['ready', 'failed', 'needs_ocr', 'deleted'])
/** A request holds a few files, so that a thousand small ones do not use up the limit of requests per minute. */
const FILES_PER_REQUEST = 25
const BYTES_PER_REQUEST = 50 * 1_048_576
/** Twenty looks a minute leave most of the limit of requests for the uploads. */
const LOOK_INTERVAL_IN_MS = 1_500
const IDS_PER_LOOK = 100

/** Add files and folders and wait until each is searchable or has a stated reason why not. Returns the process exit code. */
export async function ingestCommand(config: Config, paths: readonly string[], options: IngestOptions): Promise<number> {
  const files = await Array.fromAsync(findFiles(paths))
  if (files.length === 0) throw new Error('There are no files at the given paths; hidden files are left out.')
  const results = await withClient(config, (client) => ingest(client, files, options))
  if (!options.json) printSummary(results)
  return results.every(({ state }) => state === 'ready' || state === 'queued') ? 0 : 1
}

async function ingest(client: ApiClient, files: readonly FoundFile[], options: IngestOptions): Promise<IngestResult[]> {
  const bar = createProgressBar(process.stderr)
  const startedAt = Date.now()
  const results: IngestResult[] = []
  const pending = new Map<string, FoundFile>()
  const progress = () => ({
    done: results.length,
    failed: results.filter(({ state }) => state !== 'ready').length,
    total: files.length,
    startedAt,
  })
  const settle = (result: IngestResult): void => {
    results.push(result)
    if (options.json) console.log(JSON.stringify(result))
    else bar.draw(progress(), Date.now())
  }
  for (const batch of batchesOf(files)) {
    for (const { file, document, rejection } of await uploadBatch(client, batch, options)) {
      if (document === null)
        settle({ ...EMPTY_RESULT, file: file.path, reason: rejection.code, detail: rejection.detail })
      else if (FINAL_STATES.has(document.state)) settle(resultOf(file, document))
      else pending.set(document.id, file)
    }
    await lookAt(client, pending, settle)
  }
  while (pending.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_IN_MS))
    await lookAt(client, pending, settle)
  }
  if (!options.json) bar.finish(progress(), Date.now())
  return results
}

const EMPTY_RESULT = { state: 'rejected', document_id: null, pages: null, passages: null } as const

type Uploaded =
  | { readonly file: FoundFile; readonly document: DocumentSummary; readonly rejection: null }
  | {
      readonly file: FoundFile
      readonly document: null
      readonly rejection: { readonly code: string; readonly detail: string }
    }

async function uploadBatch(
  client: ApiClient,
  batch: readonly FoundFile[],
  { access, collection }: IngestOptions,
): Promise<Uploaded[]> {
  const form = new FormData()
  if (access !== undefined) form.set('access', access)
  if (collection !== undefined) form.set('collection', collection)
  for (const { path, name } of batch) form.append('file', await openAsBlob(path), name)
  try {
    const { documents, rejected } = await client.upload(form)
    const accepted = documents.values()
    return batch.map((file): Uploaded => {
      const rejection = rejected.find(({ file_name }) => file_name === file.name)
      if (rejection !== undefined) return { file, document: null, rejection }
      const document = accepted.next().value
      if (document === undefined) throw new Error('the server named fewer documents than files were sent')
      return { file, document, rejection: null }
    })
  } catch (error) {
    if (batch.length > 1 || !(error instanceof Error)) throw error
    const code = 'code' in error && typeof error.code === 'string' ? error.code : 'internal-error'
    return batch.map((file) => ({ file, document: null, rejection: { code, detail: error.message } }))
  }
}

async function lookAt(
  client: ApiClient,
  pending: Map<string, FoundFile>,
  settle: (result: IngestResult) => void,
): Promise<void> {
  const ids = [...pending.keys()].slice(0, IDS_PER_LOOK)
  if (ids.length === 0) return
  const seen = new Map((await client.documentsById(ids)).map((document) => [document.id, document]))
  for (const id of ids) {
    const [file, document] = [pending.get(id), seen.get(id)]
    if (file === undefined || (document !== undefined && !FINAL_STATES.has(document.state))) continue
    pending.delete(id)
    settle(document === undefined ? unwatched(file, id) : resultOf(file, document))
  }
}

/** Added for others to read: whoever is not on the access list cannot watch how it is read, and would wait for ever. */
function unwatched(file: FoundFile, id: string): IngestResult {
  const detail = 'It is added, and its access list does not let you read it; those on the list can see how it comes on.'
  return { ...EMPTY_RESULT, file: file.path, state: 'queued', reason: null, detail, document_id: id }
}

function resultOf(file: FoundFile, { id, state, reason, detail, pages, passages }: DocumentSummary): IngestResult {
  return { file: file.path, state, reason, detail, document_id: id, pages, passages }
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

function printSummary(results: readonly IngestResult[]): void {
  const ready = results.filter(({ state }) => state === 'ready')
  const pages = ready.reduce((sum, result) => sum + (result.pages ?? 0), 0)
  const passages = ready.reduce((sum, result) => sum + (result.passages ?? 0), 0)
  console.log(`${pc.green(`${ready.length} ready`)} (${pages} pages, ${passages} passages)`)
  const unseen = results.filter(({ state }) => state === 'queued')
  if (unseen.length > 0) {
    console.log(`${unseen.length} added for others: you are not on the access list, so only they see how it comes on`)
    for (const { file } of unseen) console.log(`  ${file}`)
  }
  const others = results.filter(({ state }) => state !== 'ready' && state !== 'queued')
  if (others.length === 0) return
  console.log(pc.yellow(`${others.length} not searchable:`))
  for (const { file, state, reason, detail } of others)
    console.log(`  ${file}\n    ${reason ?? state}: ${detail ?? ''}`)
}
