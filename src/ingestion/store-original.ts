import type { Readable } from 'node:stream'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { Blobs, StoredBlob } from '../platform/blobs/blobs.ts'
import { passed } from './steps.ts'

export interface StoreOriginalDependencies {
  readonly blobs: Blobs
  readonly maximumUploadBytes: number
}

/** Stream a file into the blob store; nothing of it is held in memory, and nothing stays of one that is cut or too large. */
export async function storeOriginal(
  { blobs, maximumUploadBytes }: StoreOriginalDependencies,
  content: Readable,
  { principal, signal }: CallContext,
): Promise<StoredBlob> {
  const tenantId = principal.tenant_id
  const stored = await blobs.put(tenantId, content, { signal, maximumBytes: maximumUploadBytes })
  passed('original-stored', { tenantId })
  return stored
}

/** Throwable when a file has more bytes than it may. */
export function fileTooLarge(maximumUploadBytes: number): Error {
  const megabytes = Math.floor(maximumUploadBytes / 1_048_576)
  return problem(
    'body-too-large',
    `Files may have at most ${megabytes} MB; split the file, or raise FOOTNOTE_MAX_UPLOAD_MB.`,
  )
}
