import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { servePglite } from './serve-pglite.ts'
import { createStandingRevision, listenToChanges } from './standing-revision.ts'

/**
 * Runs the embedded database in a thread of its own: PGlite works synchronously, and on the main thread one long
 * statement would hold up every stream. It speaks the PostgreSQL protocol on a Unix socket that only this process uses.
 */
export interface PgliteWorkerData {
  readonly dataFolder: string
  readonly socketPath: string
  /** Where the number is that grows when tenants or users change. */
  readonly revisionMemory: SharedArrayBuffer
  readonly maximumConnections: number
}

/** The default of 128 MB stays resident from the start; 16 MB costs a laptop library nothing measurable. */
const START_PARAMETERS = ['-c', 'shared_buffers=16MB', '-c', 'max_connections=20']

async function serve({ dataFolder, revisionMemory, ...options }: PgliteWorkerData): Promise<void> {
  const startParams = [...PGlite.defaultStartParams, ...START_PARAMETERS]
  const db = await PGlite.create({ dataDir: dataFolder, startParams })
  await listenToChanges(db)
  const { grow } = createStandingRevision(revisionMemory)
  const server = await servePglite(db, { ...options, onNotification: grow })
  parentPort?.once('message', () => void close(db, server))
  parentPort?.postMessage('ready')
}

async function close(db: PGlite, server: AsyncDisposable): Promise<void> {
  await server[Symbol.asyncDispose]()
  await db.close()
  parentPort?.postMessage('closed')
}

await serve(workerData as PgliteWorkerData)
