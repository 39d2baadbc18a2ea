import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort, type RunningFootnote, type Settings } from './start-footnote.ts'

/** A Footnote whose roles are processes of their own. */
export interface RunningRoles extends RunningFootnote {
  /** The process of a role that runs now. */
  readonly processOf: (role: RoleName) => RunningFootnote
  /** Start a role anew at the same address, after its process has ended. */
  readonly startAgain: (role: RoleName) => Promise<void>
}

export type RoleName = (typeof ROLES)[number]

const ROLES = ['gateway', 'auth', 'ingestion', 'retrieval', 'orchestration', 'reporting'] as const
const MOST_STARTS = 3
const INTERNAL_SECRET = 'a key for the calls between the roles of this suite'

/**
 * Start every role in a process of its own, over one database of this PostgreSQL, one home on this machine and, where it is
 * installed, one Redis. Looks like a Footnote of one process: its address is that of the gateway.
 */
export async function startRoles(
  given: Settings,
  postgresUrl: string,
  startProcess: (settings: Settings) => Promise<RunningFootnote>,
): Promise<RunningRoles> {
  const temporary = given['FOOTNOTE_HOME'] === undefined ? await mkdtemp(join(tmpdir(), 'footnote-roles-')) : null
  const redis = await startRedis()
  const port = given['FOOTNOTE_PORT'] ?? String(await freePort())
  const baseUrl = `http://127.0.0.1:${port}`
  const home = given['FOOTNOTE_HOME'] ?? temporary ?? ''
  const shared: Settings = {
    FOOTNOTE_INTERNAL_SECRET: INTERNAL_SECRET,
    FOOTNOTE_PUBLIC_URL: baseUrl,
    ...(redis === null ? {} : { FOOTNOTE_REDIS_URL: redis.url }),
    ...given,
    FOOTNOTE_HOME: home,
    FOOTNOTE_DATABASE_URL: await databaseOf(postgresUrl, home),
  }
  const ports = Object.fromEntries(
    await Promise.all(ROLES.map(async (role) => [role, role === 'gateway' ? port : String(await freePort())] as const)),
  )
  const peers = ROLES.filter((role) => role !== 'gateway').map(
    (role) => [`FOOTNOTE_${role.toUpperCase()}_URL`, `http://127.0.0.1:${ports[role]}`] as const,
  )
  const start = (role: RoleName): Promise<RunningFootnote> => {
    const settings = { ...shared, ...Object.fromEntries(peers), ROLES: role, FOOTNOTE_PORT: ports[role] ?? '' }
    return startUntilItStays(() => startProcess(settings))
  }
  const running = new Map<RoleName, RunningFootnote>()
  const dispose = async (): Promise<void> => {
    await Promise.all([...running.values()].map(async (footnote) => footnote[Symbol.asyncDispose]()))
    await redis?.[Symbol.asyncDispose]()
    if (temporary !== null) await rm(temporary, { recursive: true, force: true })
  }
  const startAgain = async (role: RoleName): Promise<void> => void running.set(role, await start(role))
  const starting = await Promise.allSettled(ROLES.map(startAgain))
  const failed = starting.find((result) => result.status === 'rejected')
  if (failed !== undefined) {
    await dispose()
    throw new Error('not every role started', { cause: failed.reason })
  }
  const processOf = (role: RoleName): RunningFootnote => {
    const found = running.get(role)
    if (found === undefined) throw new Error(`${role} does not run`)
    return found
  }
  const gateway = processOf('gateway')
  const run: RunningFootnote['run'] = (args, more = {}) =>
    // A command works for the whole system, not for a role of it.
    gateway.run(args, { ...shared, ROLES: ROLES.join(','), ...more })
  return {
    ...gateway,
    run,
    output: () => [...running.values()].map((footnote) => footnote.output()).join(''),
    kill: async () => void (await Promise.all([...running.values()].map((footnote) => footnote.kill()))),
    processOf,
    startAgain,
    [Symbol.asyncDispose]: dispose,
  }
}

/** As a platform does: on a busy machine the database may answer the first attempt too late. */
async function startUntilItStays(start: () => Promise<RunningFootnote>): Promise<RunningFootnote> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start()
    } catch (error) {
      if (attempt === MOST_STARTS) throw error
    }
  }
}

/** The database of a home: made when it is asked for the first time, so that a home can be started again. */
async function databaseOf(postgresUrl: string, home: string): Promise<string> {
  const name = `home_${Buffer.from(home).toString('hex').slice(-50)}`
  const client = new Client({ connectionString: postgresUrl })
  await client.connect()
  try {
    const { rows } = await client.query('select from pg_database where datname = $1', [name])
    if (rows.length === 0) await client.query(`create database "${name}"`)
  } finally {
    await client.end()
  }
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  return url.href
}

interface RunningRedis extends AsyncDisposable {
  readonly url: string
}

/** An empty Redis, or null where none is installed: then every gateway counts for itself. */
async function startRedis(): Promise<RunningRedis | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null
  const port = String(await freePort())
  const child: ChildProcess = spawn('redis-server', ['--port', port, '--bind', '127.0.0.1', '--save', ''], {
    stdio: 'ignore',
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
