import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Pool } from 'pg'
import { copyFolder } from './copy-folder.ts'
import type { Database } from './database.ts'
import type { PgliteWorkerData } from './pglite-worker.ts'
import { createStandingRevision } from './standing-revision.ts'

/** Sessions are cheap, but PGlite runs one statement at a time: more connections would only wait longer. */
const POOL_SIZE = 10
/**
 * While one connection holds a transaction all others wait. A statement outside a transaction that the transaction itself
 * waits for would wait for ever; this turns such a mistake into an error.
 */
const QUERY_TIMEOUT_IN_MS = 30_000
/** Operating systems cut the path of a Unix socket at about 104 bytes. */
const LONGEST_SOCKET_PATH = 100
/** The name under which `pg` looks for a Unix socket in a folder. */
const SOCKET_NAME = '.s.PGSQL.5432'

export interface EmbeddedDatabaseOptions {
  /** Folder of the database files; made on the first start. Only one process may have it open (see home-lock.ts). */
  readonly dataFolder: string
  /** A freshly initialised database to copy instead of initialising one, which takes three to four seconds. */
  readonly templateFolder?: string | undefined
}

/** Open the embedded database: PGlite in a worker thread, reached by the same `pg` driver as a PostgreSQL server. */
export async function openEmbeddedDatabase({ dataFolder, templateFolder }: EmbeddedDatabaseOptions): Promise<Database> {
  await initialiseOnce(dataFolder, templateFolder)
  const socketFolder = await prepareSocketFolder(dataFolder)
  const revision = createStandingRevision()
  const starting = startWorker({
    dataFolder,
    revisionMemory: revision.memory,
    socketPath: join(socketFolder, SOCKET_NAME),
    maximumConnections: POOL_SIZE + 2,
  })
  // Loading the driver takes about as long as starting the database: do both at once.
  const [worker, { connectPool }] = await Promise.all([starting, import('./connect-pool.ts')])
  const config = {
    host: socketFolder,
    user: 'postgres',
    database: 'postgres',
    max: POOL_SIZE,
    query_timeout: QUERY_TIMEOUT_IN_MS,
  }
  return connectPool(config, {
    embedded: revision,
    onClose: async () => {
      await stopWorker(worker)
      await rm(socketFolder, { recursive: true, force: true })
    },
  })
}

/**
 * Connections to the embedded database of another process of this machine, to read from it; null where that process keeps its
 * socket elsewhere (its path would be too long).
 */
export async function connectToRunning(dataFolder: string): Promise<Pool | null> {
  const host = join(dirname(dataFolder), 'run')
  if (!existsSync(join(host, SOCKET_NAME))) return null
  const { Pool } = await import('pg')
  return new Pool({ host, user: 'postgres', database: 'postgres', max: 1 })
}

/** Make an initialised database folder, complete or not at all: an interrupted initialisation could never be opened again. */
export async function initialiseDatabaseFolder(dataFolder: string): Promise<void> {
  await fillOnce(dataFolder, async (folder) => {
    const { PGlite } = await import('@electric-sql/pglite')
    const db = await PGlite.create({ dataDir: folder })
    await db.close()
  })
}

async function initialiseOnce(dataFolder: string, templateFolder: string | undefined): Promise<void> {
  if (await hasEntries(dataFolder)) return
  if (templateFolder !== undefined && (await hasEntries(templateFolder))) {
    await fillOnce(dataFolder, (folder) => copyFolder(templateFolder, folder))
  } else {
    await initialiseDatabaseFolder(dataFolder)
  }
}

async function fillOnce(dataFolder: string, fill: (temporaryFolder: string) => Promise<void>): Promise<void> {
  if (await hasEntries(dataFolder)) return
  await mkdir(dirname(dataFolder), { recursive: true })
  const temporaryFolder = await mkdtemp(`${dataFolder}-new-`)
  try {
    await fill(temporaryFolder)
    await rename(temporaryFolder, dataFolder)
  } finally {
    await rm(temporaryFolder, { recursive: true, force: true })
  }
}

async function hasEntries(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0
  } catch {
    return false
  }
}

/** Not the temporary folder of this process: that lies in the data folder, whose path is too long already. */
const SHORT_FOLDER = process.platform === 'win32' ? tmpdir() : '/tmp'

async function prepareSocketFolder(dataFolder: string): Promise<string> {
  const beside = join(dirname(dataFolder), 'run')
  if (join(beside, SOCKET_NAME).length > LONGEST_SOCKET_PATH) return mkdtemp(join(SHORT_FOLDER, 'footnote-'))
  await rm(beside, { recursive: true, force: true })
  await mkdir(beside, { recursive: true, mode: 0o700 })
  return beside
}

async function startWorker(workerData: PgliteWorkerData): Promise<Worker> {
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData })
  const failed = once(worker, 'error').then(([error]) => Promise.reject(error))
  await Promise.race([once(worker, 'message'), failed])
  worker.unref()
  return worker
}

async function stopWorker(worker: Worker): Promise<void> {
  worker.ref()
  worker.postMessage('close')
  await once(worker, 'message')
  await worker.terminate()
}
