import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Pool } from 'pg'
import { saveBackup } from '../backup/save-backup.ts'
import type { Config } from '../config.ts'
import { findHomeOwner, takeHomeLock } from '../platform/home/home-lock.ts'
import type { Platform } from '../platform/open-platform.ts'
import { withPlatform } from './with-platform.ts'

export interface BackupOptions {
  readonly keep: number
  readonly json: boolean
}

/** Save rows, originals and secrets of an installation in a folder, while it runs or not. */
export async function backupCommand(config: Config, folder: string, { keep, json }: BackupOptions): Promise<void> {
  const startedAt = performance.now()
  const saved = await withPlatform(config, (platform) =>
    withRows(config, platform, async (pool) =>
      saveBackup({
        pool,
        blobs: await platform.blobs(),
        secretsFolder: secretsFolderOf(config),
        folder,
        keep,
        now: new Date(),
        signal: new AbortController().signal,
      }),
    ),
  )
  if (json) {
    console.log(JSON.stringify(saved))
    return
  }
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  console.log(
    `Saved ${saved.rows} rows and ${saved.blobs} originals as ${join(folder, 'snapshots', saved.snapshot)} in ${seconds} s.`,
  )
  if (saved.removedSnapshots > 0) console.log(`Older snapshots removed: ${saved.removedSnapshots}.`)
  console.log('It holds all documents and the keys: keep it where only you can read it.')
}

/** The folder of the secrets, as far as they lie in one. */
export function secretsFolderOf(config: Config): string {
  return config.secretsFolder ?? join(config.home, 'secrets')
}

/** The rows of the installation, through the process that has the embedded database open where one has. */
async function withRows<T>(config: Config, platform: Platform, use: (pool: Pool) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== undefined) return use((await platform.database()).pool)
  const owner = await findHomeOwner(config.home)
  if (owner === null) {
    await using _lock = await takeHomeLock(config.home, new Date())
    return await use((await platform.database()).pool)
  }
  const { connectToRunning } = await import('../platform/database/pglite.ts')
  const pool = await connectToRunning(join(config.home, 'database'))
  if (pool === null)
    throw new Error(
      'The running Footnote cannot be read from outside, because its data folder has a long path; stop it first.',
    )
  try {
    return await use(pool)
  } finally {
    await pool.end()
  }
}
