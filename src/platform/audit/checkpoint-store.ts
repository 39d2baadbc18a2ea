import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { SignedPlace } from './record-signer.ts'

const SignedCheckpoint = z.object({
  as: z.enum(['head', 'checkpoint']),
  tenantId: z.string(),
  sequence: z.number().int(),
  hash: z.string(),
  signature: z.string(),
})
export type SignedCheckpoint = SignedPlace & { readonly signature: string }

/** Where signed places of the chains are kept outside of the database: who changes that one has to change this one too. */
export interface CheckpointStore {
  /** Keep a place; one that is kept already stays as it is. */
  readonly add: (checkpoint: SignedCheckpoint) => Promise<void>
  /** What is kept of a tenant, as it is written there: whoever reads it checks the signatures. */
  readonly list: (tenantId: string) => AsyncIterable<SignedCheckpoint>
}

/**
 * Keep them as files of a folder, `<tenant>/<place>.json`, each written once: a share, or a mounted container with a policy
 * against changes, that whoever administers the database cannot write to otherwise.
 */
export function openCheckpointFolder(folder: string): CheckpointStore {
  const folderOf = (tenantId: string) => join(folder, encodeURIComponent(tenantId))
  return {
    add: async (checkpoint) => {
      const { tenantId, sequence, as } = checkpoint
      await mkdir(folderOf(tenantId), { recursive: true })
      const name = `${String(sequence).padStart(12, '0')}-${as}.json`
      await writeFile(join(folderOf(tenantId), name), `${JSON.stringify(checkpoint)}\n`, { flag: 'wx' }).catch(
        ignoreExisting,
      )
    },
    list: async function* (tenantId) {
      const names = await readdir(folderOf(tenantId)).catch((error: unknown) => ignoreMissing(error))
      for (const name of names.filter((each) => each.endsWith('.json')).toSorted()) {
        const text = await readFile(join(folderOf(tenantId), name), 'utf8')
        yield SignedCheckpoint.parse(JSON.parse(text))
      }
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
