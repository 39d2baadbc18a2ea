import { dataOf } from '../../src/client/footnote-client.ts'
import type { DocumentSummary } from '../../src/contracts/documents.ts'
import { client } from './client.ts'
import type { UploadFields } from './upload-file.ts'

/** Hashing takes a file into memory as a whole; larger ones are sent again, which the server notices itself. */
const LARGEST_HASHED_IN_BYTES = 100_000_000
/** What the server calls files that people send. */
const SOURCE = 'upload'

type Stored = Pick<DocumentSummary, 'sha256' | 'size_in_bytes'>

/**
 * Whether a file of a folder is in the library already with the same bytes, so that a folder that is sent again goes on
 * where it was interrupted. When in doubt it is not: sending twice does no harm.
 */
export async function isThere(
  file: File,
  { external_id }: UploadFields,
  find: (externalId: string) => Promise<Stored | null> = findStored,
): Promise<boolean> {
  // Browsers hash on pages from a secure origin only.
  const hashes = globalThis.crypto?.subtle
  if (external_id === undefined || hashes === undefined || file.size > LARGEST_HASHED_IN_BYTES) return false
  const stored = await find(external_id).catch(() => null)
  if (stored === null || stored.size_in_bytes !== file.size) return false
  const digest = await hashes.digest('SHA-256', await file.arrayBuffer())
  return hexOf(new Uint8Array(digest)) === stored.sha256
}

async function findStored(external_id: string): Promise<Stored | null> {
  const query = { source: SOURCE, external_id, limit: 1 }
  const { documents } = await dataOf(client.GET('/api/documents', { params: { query } }))
  return documents[0] ?? null
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
