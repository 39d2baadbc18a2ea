import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Blobs } from '../platform/blobs/blobs.ts'
import { blobFolder } from './snapshot.ts'

/** Copy the originals of a tenant that the folder does not hold yet. Returns the hashes of all that the tenant has. */
export async function saveBlobs(
  blobs: Blobs,
  folder: string,
  tenantId: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const target = blobFolder(folder, tenantId)
  await mkdir(target, { recursive: true, mode: 0o700 })
  const saved = new Set(await readdir(target))
  const present = new Set<string>()
  for await (const sha256 of blobs.list(tenantId, signal)) {
    if (saved.has(sha256)) {
      present.add(sha256)
      continue
    }
    const content = await blobs.open(tenantId, sha256, signal)
    // Deleted since it was listed: nothing needs it any more.
    if (content === null) continue
    const draft = join(target, `draft-${sha256}`)
    const hash = createHash('sha256')
    content.on('data', (chunk: Buffer) => hash.update(chunk))
    await pipeline(content, createWriteStream(draft, { mode: 0o600 }), { signal })
    if (hash.digest('hex') !== sha256) {
      await rm(draft, { force: true })
      throw new Error(`The original ${sha256} of tenant ${tenantId} is damaged in its store; it was not saved.`)
    }
    await rename(draft, join(target, sha256))
    present.add(sha256)
  }
  return present
}

/** Put one original back. Throws when the saved file is missing or damaged. */
export async function restoreBlob(
  blobs: Blobs,
  folder: string,
  { tenant_id: tenantId, sha256 }: { readonly tenant_id: string; readonly sha256: string },
  signal: AbortSignal,
): Promise<void> {
  if (await blobs.has(tenantId, sha256)) return
  const content = createReadStream(join(blobFolder(folder, tenantId), sha256))
  const stored = await blobs.put(tenantId, content, { signal, maximumBytes: Number.MAX_SAFE_INTEGER })
  if (stored.sha256 === sha256) return
  await blobs.delete(tenantId, stored.sha256)
  throw new Error(`The saved original ${sha256} of tenant ${tenantId} is damaged.`)
}
