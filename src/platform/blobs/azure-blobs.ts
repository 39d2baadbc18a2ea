import { Readable } from 'node:stream'
import {
  BlobServiceClient,
  type BlockBlobClient,
  type ContainerClient,
  isRestError,
  type StoragePipelineOptions,
} from '@azure/storage-blob'
import { askStore, unavailable } from './azure-deadline.ts'
import { isBlobName, requireBlobName, tenantFolderName } from './blob-name.ts'
import type { Blobs, BytePart } from './blobs.ts'
import { type StagedUpload, stageUpload } from './stage-upload.ts'

/** What travels in one request, and all of a file that is in memory at once. */
const BLOCK_IN_BYTES = 8 * 1_048_576
/** For one request with all its retries; a block needs about 1 Mbit/s to make it. */
const REQUEST_DEADLINE_IN_MS = 60_000
/** A download that brings nothing for this long while somebody waits for more has been forgotten by the other side. */
const LONGEST_SILENCE_IN_MS = 30_000
/** At once, then after 0.5, 1.5 and 3.5 s: longer than a node of the store takes to be replaced, shorter than people wait. */
const RETRIES = { maxTries: 5, retryDelayInMs: 500, maxRetryDelayInMs: 8_000 }
/** The most that Azure gives in one page. */
const LIST_PAGE = 5_000

/** How the account is reached: a connection string with its key, or its address and an identity. */
export type BlobAccount = { readonly connectionString: string } | { readonly address: string }

export interface AzureBlobsOptions {
  readonly account: BlobAccount
  readonly container: string
  /** Folder on the local disk through which uploads pass. */
  readonly stagingFolder: string
  readonly listPageSize?: number
  readonly requestDeadlineInMs?: number
  readonly longestSilenceInMs?: number
}

interface Store {
  readonly container: ContainerClient
  readonly listPageSize: number
  readonly deadlineInMs: number
  readonly longestSilenceInMs: number
}

/** Keep blobs in Azure Blob Storage as `<tenant>/<sha256>` in one container, which is made when it is not there. */
export async function openAzureBlobs(options: AzureBlobsOptions): Promise<Blobs> {
  const service = await openAccount(options.account, { retryOptions: RETRIES })
  const store: Store = {
    container: service.getContainerClient(options.container),
    listPageSize: options.listPageSize ?? LIST_PAGE,
    deadlineInMs: options.requestDeadlineInMs ?? REQUEST_DEADLINE_IN_MS,
    longestSilenceInMs: options.longestSilenceInMs ?? LONGEST_SILENCE_IN_MS,
  }
  await ensureContainer(store)
  const blobOf = (tenantId: string, sha256: string): BlockBlobClient => {
    requireBlobName(sha256)
    return store.container.getBlockBlobClient(`${tenantFolderName(tenantId)}/${sha256}`)
  }
  return {
    put: async (tenantId, content, putOptions) => {
      await using staged = await stageUpload(options.stagingFolder, content, putOptions)
      const blob = blobOf(tenantId, staged.stored.sha256)
      if (!(await isThere(store, blob, putOptions.signal))) await upload(store, blob, staged, putOptions.signal)
      return staged.stored
    },
    open: async (tenantId, sha256, signal, part) => download(store, blobOf(tenantId, sha256), signal, part),
    has: async (tenantId, sha256) => isThere(store, blobOf(tenantId, sha256)),
    delete: async (tenantId, sha256) => {
      const blob = blobOf(tenantId, sha256)
      await ask(store, undefined, (abortSignal) => blob.deleteIfExists({ abortSignal, deleteSnapshots: 'include' }))
    },
    list: (tenantId, signal) => listHashes(store, tenantId, signal),
  }
}

/** Whoever has no connection string is known by its identity: in Azure that of the machine, at a desk that of the person. */
async function openAccount(account: BlobAccount, options: StoragePipelineOptions): Promise<BlobServiceClient> {
  if ('connectionString' in account) return BlobServiceClient.fromConnectionString(account.connectionString, options)
  const { DefaultAzureCredential } = await import('@azure/identity')
  return new BlobServiceClient(account.address, new DefaultAzureCredential(), options)
}

/** Looked for before it is made: an identity that may only read and write blobs may not make containers. */
async function ensureContainer(store: Store): Promise<void> {
  const { container } = store
  try {
    if (await ask(store, undefined, (abortSignal) => container.exists({ abortSignal }))) return
    await ask(store, undefined, (abortSignal) => container.createIfNotExists({ abortSignal }))
  } catch (error) {
    // Without what stands behind the question mark: it may hold a signature that gives access.
    const [address = ''] = container.url.split('?')
    const sentence = `The container ${address} could not be opened (${codeOf(error) ?? String(error)}); check the FOOTNOTE_BLOBS settings and what they may do.`
    throw new Error(sentence, { cause: error })
  }
}

async function isThere(store: Store, blob: BlockBlobClient, signal?: AbortSignal): Promise<boolean> {
  return ask(store, signal, async (abortSignal) => {
    const properties = await blob.getProperties({ abortSignal }).catch(nullWhenMissing)
    return properties !== null
  })
}

/** A blob appears whole or not at all: the request that gives it its name is the only one, or the last. */
async function upload(store: Store, blob: BlockBlobClient, staged: StagedUpload, signal: AbortSignal): Promise<void> {
  try {
    if (staged.stored.sizeInBytes <= BLOCK_IN_BYTES) await uploadAtOnce(store, blob, staged, signal)
    else await uploadInBlocks(store, blob, staged, signal)
  } catch (error) {
    // Somebody else was quicker with the same bytes, or our own first try arrived after all: both times the blob is there.
    if (isTaken(error) && (await isThere(store, blob, signal))) return
    throw error
  }
}

async function uploadAtOnce(
  store: Store,
  blob: BlockBlobClient,
  staged: StagedUpload,
  signal: AbortSignal,
): Promise<void> {
  const bytes = await readBlock(staged, 0)
  await ask(store, signal, (abortSignal) => blob.upload(bytes, bytes.length, { ...ONLY_NEW, abortSignal }))
}

/** One block after the other, so that a large file takes no more memory than a small one. */
async function uploadInBlocks(
  store: Store,
  blob: BlockBlobClient,
  staged: StagedUpload,
  signal: AbortSignal,
): Promise<void> {
  const ids: string[] = []
  for (let start = 0; start < staged.stored.sizeInBytes; start += BLOCK_IN_BYTES) {
    const [id, bytes] = [blockId(ids.length), await readBlock(staged, start)]
    await ask(store, signal, (abortSignal) => blob.stageBlock(id, bytes, bytes.length, { abortSignal }))
    ids.push(id)
  }
  await ask(store, signal, (abortSignal) => blob.commitBlockList(ids, { ...ONLY_NEW, abortSignal }))
}

/** Refused when the name is taken; never shown by a browser as anything it might look like. */
const ONLY_NEW = {
  conditions: { ifNoneMatch: '*' },
  blobHTTPHeaders: { blobContentType: 'application/octet-stream' },
}

/**
 * Two uploads of the same bytes share their blocks: the n-th is the same in both, because the bytes have one hash. The size
 * is part of the id, for the day on which it changes. All ids have one length, as Azure demands.
 */
function blockId(n: number): string {
  return Buffer.from([BLOCK_IN_BYTES, n].map((part) => part.toString().padStart(12, '0')).join('-')).toString('base64')
}

async function readBlock({ file, stored }: StagedUpload, start: number): Promise<Buffer> {
  const length = Math.min(BLOCK_IN_BYTES, stored.sizeInBytes - start)
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, start)
  if (bytesRead !== length) throw new Error('an upload on the local disk became shorter')
  return buffer
}

function isTaken(error: unknown): boolean {
  // The last is what a commit meets whose blocks went into the commit of another.
  const codes = ['BlobAlreadyExists', 'ConditionNotMet', 'InvalidBlockList']
  return codes.includes(codeOf(error) ?? '')
}

/** Azure's own name for a failure. The reply to a HEAD has no body to tell it, so it stands in a header as well. */
function codeOf(error: unknown): string | undefined {
  if (!isRestError(error)) return undefined
  return error.code ?? error.response?.headers.get('x-ms-error-code')
}

async function download(
  store: Store,
  blob: BlockBlobClient,
  signal: AbortSignal,
  part?: BytePart,
): Promise<Readable | null> {
  const count = part === undefined ? undefined : part.last - part.first + 1
  const reply = await ask(store, signal, (abortSignal) =>
    blob.download(part?.first ?? 0, count, { abortSignal }).catch(nullWhenMissing),
  )
  if (reply === null) return null
  const body = reply.readableStreamBody
  if (!(body instanceof Readable)) throw new Error('the store gave no body')
  return Readable.from(withoutSilence(body, store.longestSilenceInMs, signal), { objectMode: false })
}

/** The bytes of a body; fails when they stop coming. Only the time that somebody waits counts, not the time of a slow reader. */
async function* withoutSilence(body: Readable, longestInMs: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const timer = setTimeout(() => body.destroy(new Error('no bytes came')), longestInMs)
      const { done, value } = await chunks.next().finally(() => clearTimeout(timer))
      if (done === true) return
      yield value
    }
  } catch (error) {
    signal.throwIfAborted()
    throw unavailable(error)
  } finally {
    body.destroy()
  }
}

async function* listHashes(store: Store, tenantId: string, signal: AbortSignal): AsyncGenerator<string> {
  const prefix = `${tenantFolderName(tenantId)}/`
  let continuationToken = ''
  do {
    const page = await ask(store, signal, (abortSignal) => pageOf(store, { prefix, abortSignal }, continuationToken))
    for (const { name } of page.segment.blobItems) {
      const hash = name.slice(prefix.length)
      if (isBlobName(hash)) yield hash
    }
    continuationToken = page.continuationToken ?? ''
  } while (continuationToken !== '')
}

async function pageOf(
  { container, listPageSize }: Store,
  options: { readonly prefix: string; readonly abortSignal: AbortSignal },
  continuationToken: string,
) {
  const paging = { maxPageSize: listPageSize, ...(continuationToken === '' ? {} : { continuationToken }) }
  const { value, done } = await container.listBlobsFlat(options).byPage(paging).next()
  if (done === true) throw new Error('the store gave no page')
  return value
}

/** Only a missing blob is nothing; a missing container is an error, or all documents would look lost. */
function nullWhenMissing(error: unknown): null {
  if (codeOf(error) === 'BlobNotFound') return null
  throw error
}

function ask<T>(
  { deadlineInMs }: Store,
  signal: AbortSignal | undefined,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return askStore({ signal, deadlineInMs }, request)
}
