import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { describeBlobsContract } from './blobs.contract.ts'
import { openFileSystemBlobs, removeOldDrafts } from './file-system.ts'

const DAY_IN_MS = 86_400_000
const newFolder = () => mkdtemp(join(tmpdir(), 'footnote-blobs-'))

describeBlobsContract('file system', async () => openFileSystemBlobs(await newFolder()))

it('removes what a killed upload left a day ago, and nothing else', async () => {
  const folder = await newFolder()
  const signal = new AbortController().signal
  const { sha256 } = await openFileSystemBlobs(folder).put('a', Readable.from(['hello']), { signal, maximumBytes: 10 })
  await mkdir(join(folder, 'b'))
  await writeFile(join(folder, 'b', '.upload-1'), 'half')
  await removeOldDrafts(folder, { now: () => Date.now() + DAY_IN_MS - 60_000 })
  expect(await readdir(join(folder, 'b'))).toEqual(['.upload-1'])
  await removeOldDrafts(folder, { now: () => Date.now() + DAY_IN_MS + 60_000 })
  expect(await readdir(join(folder, 'b'))).toEqual([])
  expect(await openFileSystemBlobs(folder).has('a', sha256)).toBe(true)
})

it('finds nothing to remove where no folder is yet', async () => {
  await removeOldDrafts(join(await newFolder(), 'none'), { now: Date.now })
})
