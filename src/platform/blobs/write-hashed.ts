import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { addAbortSignal, type Readable } from 'node:stream'
import { problem } from '../../contracts/errors.ts'
import type { PutOptions, StoredBlob } from './blobs.ts'

/** Write a stream into a file, piece by piece, and learn its hash and size. Stops when it grows too long or is aborted. */
export async function writeHashed(
  file: FileHandle,
  content: Readable,
  { signal, maximumBytes }: PutOptions,
): Promise<StoredBlob> {
  const hash = createHash('sha256')
  let sizeInBytes = 0
  // A sender that says nothing more must not outlive the one who waits for it.
  for await (const chunk of addAbortSignal(signal, content)) {
    const bytes = chunk as Buffer
    sizeInBytes += bytes.length
    if (sizeInBytes > maximumBytes) throw tooLarge(maximumBytes)
    hash.update(bytes)
    await file.writeFile(bytes)
  }
  signal.throwIfAborted()
  return { sha256: hash.digest('hex'), sizeInBytes }
}

function tooLarge(maximumBytes: number): Error {
  const megabytes = Math.floor(maximumBytes / 1_048_576)
  return problem(
    'body-too-large',
    `Files may have at most ${megabytes} MB; split the file, or raise FOOTNOTE_MAX_UPLOAD_MB.`,
  )
}
