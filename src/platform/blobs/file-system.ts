import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, open, opendir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Clock } from '../../contracts/call-context.ts'
import { isBlobName, requireBlobName, tenantFolderName } from './blob-name.ts'
import type { Blobs, PutOptions, StoredBlob } from './blobs.ts'
import { writeHashed } from './write-hashed.ts'

const DRAFT = '.upload-'
const LONGEST_UPLOAD_IN_MS = 86_400_000

/** Keep blobs as files `<tenant>/<first two digits>/<sha256>`. A blob is complete before it gets its name. */
export function openFileSystemBlobs(folder: string): Blobs {
  const tenantFolder = (tenantId: string): string => join(folder, tenantFolderName(tenantId))
  const pathOf = (tenantId: string, sha256: string): string => {
    requireBlobName(sha256)
    return join(tenantFolder(tenantId), sha256.slice(0, 2), sha256)
  }
  return {
    put: async (tenantId, content, options) => {
      await mkdir(tenantFolder(tenantId), { recursive: true, mode: 0o700 })
      const draft = join(tenantFolder(tenantId), `${DRAFT}${randomUUID()}`)
      try {
        const stored = await writeDurably(draft, content, options)
        await nameDraft(draft, pathOf(tenantId, stored.sha256))
        return stored
      } finally {
        await rm(draft, { force: true })
      }
    },
    open: async (tenantId, sha256, signal, part) => {
      const path = pathOf(tenantId, sha256)
      const bounds = part === undefined ? {} : { start: part.first, end: part.last }
      return (await exists(path)) ? createReadStream(path, { signal, ...bounds }) : null
    },
    has: (tenantId, sha256) => exists(pathOf(tenantId, sha256)),
    delete: (tenantId, sha256) => rm(pathOf(tenantId, sha256), { force: true }),
    list: (tenantId, signal) => listHashes(tenantFolder(tenantId), signal),
  }
}

/**
 * Remove what uploads left behind whose process was killed. Older than a day, because other processes may share the folder
 * and nobody sends one file for that long.
 */
export async function removeOldDrafts(folder: string, { now }: Clock): Promise<void> {
  for (const tenant of await readdir(folder).catch(() => [])) {
    for (const name of await readdir(join(folder, tenant)).catch(() => [])) {
      if (!name.startsWith(DRAFT)) continue
      const path = join(folder, tenant, name)
      const written = await stat(path).catch(() => null)
      if (written !== null && now() - written.mtimeMs > LONGEST_UPLOAD_IN_MS) await rm(path, { force: true })
    }
  }
}

async function writeDurably(path: string, content: Readable, options: PutOptions): Promise<StoredBlob> {
  const file = await open(path, 'wx', 0o600)
  try {
    const stored = await writeHashed(file, content, options)
    await file.sync()
    return stored
  } finally {
    await file.close()
  }
}

async function nameDraft(draft: string, path: string): Promise<void> {
  if (await exists(path)) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await rename(draft, path)
  await syncFolder(dirname(path))
}

/** The new name itself must survive a power cut, not only the bytes. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}

async function* listHashes(folder: string, signal: AbortSignal): AsyncGenerator<string> {
  if (!(await exists(folder))) return
  for await (const entry of await opendir(folder, { recursive: true })) {
    signal.throwIfAborted()
    if (entry.isFile() && isBlobName(entry.name)) yield entry.name
  }
}
