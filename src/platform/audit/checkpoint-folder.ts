import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type CheckpointStore,
  checkpointFile,
  checkpointFolder,
  checkpointText,
  readCheckpoint,
} from './checkpoint-store.ts'

/**
 * Keep checkpoints as files of a folder, `<tenant>/<place>.json`, each written once: a share, or a mounted container with a
 * policy against changes, that whoever administers the database cannot write to otherwise.
 */
export function openCheckpointFolder(folder: string): CheckpointStore {
  const folderOf = (tenantId: string) => join(folder, checkpointFolder(tenantId))
  return {
    add: async (checkpoint) => {
      const { tenantId } = checkpoint
      await mkdir(folderOf(tenantId), { recursive: true })
      const file = join(folderOf(tenantId), checkpointFile(checkpoint))
      await writeFile(file, checkpointText(checkpoint), { flag: 'wx' }).catch(ignoreExisting)
    },
    list: async function* (tenantId) {
      const names = await readdir(folderOf(tenantId)).catch((error: unknown) => ignoreMissing(error))
      for (const name of names.filter((each) => each.endsWith('.json')).toSorted())
        yield readCheckpoint(await readFile(join(folderOf(tenantId), name), 'utf8'))
    },
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function ignoreExisting(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error
}

function ignoreMissing(error: unknown): string[] {
  if (hasCode(error, 'ENOENT')) return []
  throw error
}
