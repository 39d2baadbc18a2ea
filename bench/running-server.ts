import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const main = join(root, 'src', 'main.ts')
const START_DEADLINE_IN_MS = 120_000

export interface ServerOptions {
  readonly home: string
  readonly environment?: Readonly<Record<string, string>>
  /** Start through `npm start`, as a person would, instead of the command line. */
  readonly throughNpm?: boolean
  /** File of this folder that the server loads before itself. */
  readonly preload?: string
}

/** A real Footnote in a process of its own, for as long as a measurement takes. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string
  /** Milliseconds from the spawn to the first 200 of /readyz. */
  readonly readyAfterInMs: number
  readonly environment: Readonly<Record<string, string>>
  readonly pid: number
  /** Resident memory of the server process, without the parsers it forked, in megabytes. */
  readonly residentInMb: () => number
  readonly stop: (signal: 'SIGINT' | 'SIGKILL') => Promise<void>
  /** Settles when the process is gone, however it went. */
  readonly gone: Promise<void>
}

/** Start a server and wait until it is ready. */
export async function startServer({
  home,
  environment = {},
  throughNpm = false,
  preload,
}: ServerOptions): Promise<RunningServer> {
  const port = await freePort()
  const own = { ...settings(home), ...environment, FOOTNOTE_PORT: String(port) }
  const [command, args] = throughNpm
    ? ['npm', ['start']]
    : [process.execPath, ['--max-semi-space-size=8', ...importing(preload), main, 'serve']]
  const startedAt = performance.now()
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...own }, stdio: 'ignore', detached: true })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${port}`
  await untilReady(url, child)
  const readyAfterInMs = Math.round(performance.now() - startedAt)
  const pid = throughNpm ? serverPid(home) : (child.pid ?? 0)
  const stop = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(pid, signal)
    await gone
  }
  return {
    url,
    readyAfterInMs,
    environment: own,
    pid,
    residentInMb: () => residentInMb(pid),
    stop,
    gone,
    [Symbol.asyncDispose]: () => stop('SIGKILL'),
  }
}

function importing(preload: string | undefined): readonly string[] {
  return preload === undefined ? [] : ['--import', new URL(preload, import.meta.url).href]
}

/** Run one command of the command line and return what it printed. */
export function runCommand(args: readonly string[], environment: Readonly<Record<string, string>>): string {
  const { stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (stdout === '') throw new Error(stderr)
  return stdout.trim()
}

function settings(home: string): Record<string, string> {
  return {
    FOOTNOTE_HOME: home,
    FOOTNOTE_LOG_LEVEL: 'warn',
    MALLOC_ARENA_MAX: '2',
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'footnote', 'compiled'),
  }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_IN_MS
  while (performance.now() < deadline) {
    const ended = child.exitCode ?? child.signalCode
    if (ended !== null) throw new Error(`the server ended (${ended}) before it was ready`)
    if (await isReady(url)) return
    await wait(20)
  }
  throw new Error('the server did not become ready')
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

function serverPid(home: string): number {
  return (JSON.parse(readFileSync(join(home, 'lock.json'), 'utf8')) as { pid: number }).pid
}

function residentInMb(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
