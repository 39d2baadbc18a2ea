import { createReadStream } from 'node:fs'
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { Pool, PoolClient } from 'pg'
import type { Blobs } from '../platform/blobs/blobs.ts'
import { restoreBlob } from './copy-blobs.ts'
import { atOneMoment, createContentMeter, readContent, writeRows } from './copy-rows.ts'
import { listSnapshots, type Manifest, pathsOf, readManifest } from './snapshot.ts'
import { listTables, readMigrations, type Table } from './tables.ts'

/** Which builds of the index there are: none after a restore, since it begins with a new one. */
const NOT_RESTORED: ReadonlySet<string> = new Set(['generations', 'index_gaps'])
const ROWS_AT_ONCE = 500

export interface RestoreOptions {
  readonly pool: Pool
  readonly blobs: Blobs
  readonly secretsFolder: string | null
  readonly folder: string
  /** The newest one when none is named. */
  readonly snapshot: string | undefined
  /** Go on with a restore that was interrupted; otherwise the database must be empty. */
  readonly goOn: boolean
  readonly signal: AbortSignal
  readonly onTable: (name: string, rows: number) => void
}

export interface Restored {
  readonly snapshot: string
  readonly created_at: string
  readonly rows: number
  readonly blobs: number
}

/**
 * Bring back a snapshot into an empty installation. The files are compared with the manifest before anything is written, and
 * the tables after. Throws with one sentence when something does not fit.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { pool, folder, blobs, signal } = options
  const snapshot = options.snapshot ?? (await listSnapshots(folder)).at(-1)
  if (snapshot === undefined) throw new Error(`${folder} holds no complete snapshot.`)
  const manifest = await readManifest(folder, snapshot)
  const tables = (await listTables(pool)).filter(({ name }) => name in manifest.tables && !NOT_RESTORED.has(name))
  await requireSameVersion(pool, manifest)
  if (!options.goOn) await requireEmpty(pool, tables)
  for (const table of tables) await requireWhole(pathsOf(folder, snapshot).table(table.name), table, manifest)
  if (options.secretsFolder !== null) await restoreSecrets(pathsOf(folder, snapshot).secrets, options.secretsFolder)
  for (const blob of manifest.blobs) await restoreBlob(blobs, folder, blob, signal)
  let rows = 0
  for (const table of tables) {
    for await (const batch of batchesOf(pathsOf(folder, snapshot).table(table.name))) {
      signal.throwIfAborted()
      await writeRows(pool, table, batch)
      rows += batch.length
    }
    options.onTable(table.name, manifest.tables[table.name]?.rows ?? 0)
  }
  await atOneMoment(pool, (client) => requireSameContent(client, tables, manifest))
  return { snapshot, created_at: manifest.created_at, rows, blobs: manifest.blobs.length }
}

async function requireSameVersion(pool: Pool, { migrations }: Manifest): Promise<void> {
  const here = await readMigrations(pool)
  if (here.join() === migrations.join()) return
  throw new Error(
    `The snapshot is of another version of Footnote (${migrations.length} migrations, here ${here.length}): restore it with that version, then update.`,
  )
}

async function requireEmpty(pool: Pool, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const { rowCount } = await pool.query(`select 1 from "${name}" limit 1`)
    if ((rowCount ?? 0) > 0)
      throw new Error(
        `The database is not empty (${name}). Restore into a new one; to go on with a restore that was interrupted, add --continue.`,
      )
  }
}

async function requireWhole(path: string, { name }: Table, { tables }: Manifest): Promise<void> {
  const meter = createContentMeter()
  for await (const rows of batchesOf(path)) for (const row of rows) meter.add(row)
  if (meter.content().sha256 !== tables[name]?.sha256)
    throw new Error(`The file ${path} is not what was saved; take another snapshot.`)
}

async function requireSameContent(client: PoolClient, tables: readonly Table[], manifest: Manifest): Promise<void> {
  for (const table of tables) {
    const { rows, sha256 } = await readContent(client, table)
    const saved = manifest.tables[table.name]
    if (saved?.sha256 !== sha256)
      throw new Error(`The table ${table.name} holds ${rows} rows that are not the ${saved?.rows} saved ones.`)
  }
}

async function restoreSecrets(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const file of await readdir(from).catch(() => [])) await copyFile(join(from, file), join(to, file))
}

async function* batchesOf(path: string): AsyncGenerator<readonly string[]> {
  const lines = createInterface({
    input: createReadStream(path).pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  let batch: string[] = []
  for await (const line of lines) {
    batch.push(line)
    if (batch.length < ROWS_AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
