import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeBlobsContract } from './blobs.contract.ts'
import { openFileSystemBlobs } from './file-system.ts'

describeBlobsContract('file system', async () => openFileSystemBlobs(await mkdtemp(join(tmpdir(), 'footnote-blobs-'))))
