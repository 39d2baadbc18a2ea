import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { PutOptions, StoredBlob } from './blobs.ts'
import { writeHashed } from './write-hashed.ts'

export interface StagedUpload extends AsyncDisposable {
  readonly stored: StoredBlob
  readonly file: FileHandle
}

/**
 * Take a stream in on the local disk to learn its hash. The file loses its name as soon as it is open, so whatever becomes
 * of this process, nothing stays behind.
 */
export async function stageUpload(folder: string, content: Readable, options: PutOptions): Promise<StagedUpload> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `.upload-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  try {
    await rm(path)
    const stored = await writeHashed(file, content, options)
    return { stored, file, [Symbol.asyncDispose]: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}
