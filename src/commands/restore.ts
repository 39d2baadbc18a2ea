import { type Restored, restoreBackup } from '../backup/restore-backup.ts'
import type { Config } from '../config.ts'
import { takeHomeLock } from '../platform/home/home-lock.ts'
import { secretsFolderOf } from './backup.ts'
import { reindexCommand } from './reindex.ts'
import { withPlatform } from './with-platform.ts'

export interface RestoreCommandOptions {
  readonly snapshot: string | undefined
  readonly continue: boolean
  readonly json: boolean
}

/** Bring a saved installation back into an empty one, and build its index. */
export async function restoreCommand(
  config: Config,
  folder: string,
  { snapshot, continue: goOn, json }: RestoreCommandOptions,
): Promise<void> {
  const restored = await restore(config, folder, { snapshot, goOn })
  console.error(
    `Rows and originals of ${restored.created_at} are back and equal to what was saved. Building the index.`,
  )
  // There is no build to compare it with.
  await reindexCommand(config, { activate: true, override: 'restored from a backup', json: false })
  if (json) console.log(JSON.stringify(restored))
  else console.log(`Restored ${restored.rows} rows and ${restored.blobs} originals. Start with: npm start`)
}

async function restore(
  config: Config,
  folder: string,
  { snapshot, goOn }: { readonly snapshot: string | undefined; readonly goOn: boolean },
): Promise<Restored> {
  await using _lock = config.databaseUrl === undefined ? await takeHomeLock(config.home, new Date()) : null
  return await withPlatform(config, async (platform) =>
    restoreBackup({
      pool: (await platform.database()).pool,
      blobs: await platform.blobs(),
      secretsFolder: secretsFolderOf(config),
      folder,
      snapshot,
      goOn,
      signal: new AbortController().signal,
      onTable: (name, rows) => {
        if (rows > 0) console.error(`  ${name}: ${rows} rows`)
      },
    }),
  )
}
