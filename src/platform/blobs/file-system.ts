import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, open, opendir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { problem } from '../../contracts/errors.ts'
import type { Blobs, PutOptions, StoredBlob } from './blobs.ts'

const SHA256 = /^[0-9a-f]{64}$/

/** Keep blobs as files `<tenant>/<first two digits>/<sha256>`. A blob is complete before it gets its name. */
export function openFileSystemBlobs(folder: string): Blobs {
  const tenantFolder = (tenantId: string): string => join(folder, encodeURIComponent(tenantId).replaceAll('.', '%2E'))
  const pathOf = (tenantId: string, sha256: string): string => {
    if (!SHA256.test(sha256)) throw new Error('a blob is named by its SHA-256 in hexadecimal')
    return join(tenantFolder(tenantId), sha256.slice(0, 2), sha256)
  }
  return {
    put: async (tenantId, content, options) => {
      await mkdir(tenantFolder(tenantId), { recursive: true, mode: 0o700 })
      const draft = join(tenantFolder(tenantId), `.upload-${randomUUID()}`)
      try {
        const stored = await writeDurably(draft, content, options)
        await nameDraft(draft, pathOf(tenantId, stored.sha256))
        return stored
      } finally {
        await rm(draft, { force: true })
      }
    },
    open: async (tenantId, sha256, signal) => {
      const path = pathOf(tenantId, sha256)
      return (await exists(path)) ? createReadStream(path, { signal }) : null
    },
    has: (tenantId, sha256) => exists(pathOf(tenantId, sha256)),
    delete: (tenantId, sha256) => rm(pathOf(tenantId, sha256), { force: true }),
    list: (tenantId, signal) => listHashes(tenantFolder(tenantId), signal),
  }
}

async function writeDurably(
  path: string,
  content: Readable,
  { signal, maximumBytes }: PutOptions,
): Promise<StoredBlob> {
  const hash = createHash('sha256')
  let sizeInBytes = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of content) {
      signal.throwIfAborted()
      const bytes = chunk as Buffer
      sizeInBytes += bytes.length
      if (sizeInBytes > maximumBytes) throw tooLarge(maximumBytes)
      hash.update(bytes)
      await file.write(bytes)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), sizeInBytes }
}

function tooLarge(maximumBytes: number): Error {
  const megabytes = Math.floor(maximumBytes / 1_048_576)
  return problem(
    'body-too-large',
    `Files may have at most ${megabytes} MB; split the file, or raise FOOTNOTE_MAX_UPLOAD_MB.`,
  )
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
    if (entry.isFile() && SHA256.test(entry.name)) yield entry.name
  }
}
