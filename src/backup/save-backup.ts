import { createWriteStream } from 'node:fs'
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import type { Blobs } from '../platform/blobs/blobs.ts'
import { saveBlobs } from './copy-blobs.ts'
import { atOneMoment, createContentMeter, readRows, type TableContent } from './copy-rows.ts'
import { keepNewest, type Manifest, pathsOf, writeSnapshot } from './snapshot.ts'
import { listTables, readMigrations, type Table } from './tables.ts'

export interface Saved {
  readonly snapshot: string
  readonly rows: number
  readonly blobs: number
  readonly removedSnapshots: number
}

export interface SaveOptions {
  readonly pool: Pool
  readonly blobs: Blobs
  /** Where the secrets lie, or null where they are kept elsewhere. */
  readonly secretsFolder: string | null
  readonly folder: string
  readonly keep: number
  readonly now: Date
  readonly signal: AbortSignal
}

/**
 * Save everything that cannot be made again: rows, originals and secrets. The index is left out; a restore builds it from the
 * passages. Originals are saved before and after the rows, so that each one a row speaks of is there.
 */
export async function saveBackup(options: SaveOptions): Promise<Saved> {
  const { pool, folder, keep, now } = options
  await saveAllBlobs(options, await tenantsOf(pool))
  let manifest: Manifest | null = null
  const snapshot = await writeSnapshot(folder, now, async (draft) => {
    manifest = await atOneMoment(pool, (client) => saveMoment(client, options, draft))
    return manifest
  })
  const removedSnapshots = await keepNewest(folder, keep)
  const { tables = {}, blobs = [] }: Partial<Manifest> = manifest ?? {}
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
  return { snapshot, rows, blobs: blobs.length, removedSnapshots }
}

async function saveMoment(client: PoolClient, options: SaveOptions, draft: string): Promise<Manifest> {
  const paths = pathsOf(options.folder, draft)
  const tables: Record<string, TableContent> = {}
  for (const table of await listTables(client))
    tables[table.name] = await saveTable(client, table, paths.table(table.name))
  const blobs = await saveAllBlobs(options, await tenantsOf(client))
  if (options.secretsFolder !== null) await copySecrets(options.secretsFolder, paths.secrets)
  const migrations = [...(await readMigrations(client))]
  return { format: 1, created_at: options.now.toISOString(), migrations, tables, blobs }
}

async function saveTable(client: PoolClient, table: Table, path: string): Promise<TableContent> {
  const meter = createContentMeter()
  const lines = async function* (): AsyncGenerator<string> {
    for await (const rows of readRows(client, table)) {
      for (const row of rows) meter.add(row)
      yield rows.map((row) => `${row}\n`).join('')
    }
  }
  await pipeline(Readable.from(lines()), createGzip({ level: 1 }), createWriteStream(path, { mode: 0o600 }))
  return meter.content()
}

async function saveAllBlobs(
  { blobs, folder, signal }: SaveOptions,
  tenants: readonly string[],
): Promise<Manifest['blobs']> {
  const all: Manifest['blobs'] = []
  for (const tenant_id of tenants)
    for (const sha256 of await saveBlobs(blobs, folder, tenant_id, signal)) all.push({ tenant_id, sha256 })
  return all
}

async function tenantsOf(database: Pool | PoolClient): Promise<readonly string[]> {
  const { rows } = await database.query('select id from tenants order by id')
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id)
}

async function copySecrets(from: string, to: string): Promise<void> {
  const files = await readdir(from, { withFileTypes: true }).catch(() => [])
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const file of files) if (file.isFile()) await copyFile(join(from, file.name), join(to, file.name))
}
