import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startRoles } from './start-roles.ts'

/** Settings of a server, as environment variables. */
export type Settings = Readonly<Record<string, string>>

export interface TokenWishes {
  readonly role?: string
  readonly user?: string
  readonly groups?: readonly string[]
}

/** A Footnote that runs in a process of its own. */
export interface RunningFootnote extends AsyncDisposable {
  readonly baseUrl: string
  readonly home: string
  readonly process: ChildProcess
  /** Everything it printed so far. */
  readonly output: () => string
  /** Run a command of the command line with the settings of this server; returns what it printed. */
  readonly run: (args: readonly string[], settings?: Settings) => Promise<string>
  readonly token: (wishes?: TokenWishes, settings?: Settings) => Promise<string>
  /** End the process as a power cut would. */
  readonly kill: () => Promise<void>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const READY_WITHIN_IN_MS = 60_000
/** Roles start all at the same time, on as many cores as there are. */
const ROLE_READY_WITHIN_IN_MS = 180_000
const LOOK_INTERVAL_IN_MS = 25

/** PostgreSQL for systems whose roles run apart; without it every role runs in one process (see scripts/acceptance-split.ts). */
export const SPLIT_POSTGRES = process.env['FOOTNOTE_ACCEPTANCE_SPLIT_POSTGRES']

/**
 * Start `footnote serve` on a free port and wait until it is ready: in one process, or with a process for each role where
 * the suite was told so. Without a home it gets one that is deleted at the end.
 */
export function startFootnote(settings: Settings = {}): Promise<RunningFootnote> {
  if (SPLIT_POSTGRES === undefined || settings['ROLES'] !== undefined) return startProcess(settings)
  return startRoles(settings, SPLIT_POSTGRES, startProcess)
}

/** Start one process with the roles that the settings name. */
export async function startProcess(settings: Settings): Promise<RunningFootnote> {
  const temporary = settings['FOOTNOTE_HOME'] === undefined ? await mkdtemp(join(tmpdir(), 'footnote-')) : null
  const home = settings['FOOTNOTE_HOME'] ?? temporary ?? ''
  const port = settings['FOOTNOTE_PORT'] ?? String(await freePort())
  const env = environment({ FOOTNOTE_SAMPLES: 'off', FOOTNOTE_WEB: 'off', ...settings, FOOTNOTE_HOME: home })
  const child = spawn(process.execPath, ['src/main.ts', 'serve'], {
    cwd: root,
    env: { ...env, FOOTNOTE_PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const baseUrl = `http://127.0.0.1:${port}`
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const run = async (args: readonly string[], extra: Settings = {}): Promise<string> => {
    const options = { cwd: root, env: { ...env, ...extra }, maxBuffer: 64 * 1_048_576 }
    return (await promisify(execFile)(process.execPath, ['src/main.ts', ...args], options)).stdout
  }
  const dispose = async (): Promise<void> => {
    await stop('SIGTERM')
    if (temporary !== null) await rm(temporary, { recursive: true, force: true })
  }
  try {
    await waitUntilReady(baseUrl, child, settings['ROLES'] === undefined ? READY_WITHIN_IN_MS : ROLE_READY_WITHIN_IN_MS)
  } catch (error) {
    await dispose()
    throw new Error(`Footnote did not start:\n${printed}`, { cause: error })
  }
  return {
    baseUrl,
    home,
    process: child,
    output: () => printed,
    run,
    token: async (wishes, extra) => (await run(['token', ...tokenArguments(wishes ?? {})], extra)).trim(),
    kill: () => stop('SIGKILL'),
    [Symbol.asyncDispose]: dispose,
  }
}

function tokenArguments({ role = 'Admin', user = 'administrator', groups = [] }: TokenWishes): string[] {
  return ['--role', role, '--user', user, ...(groups.length === 0 ? [] : ['--groups', groups.join(',')])]
}

/** The environment of this process without its own Footnote settings, which must not leak into a server under test. */
function environment(settings: Settings): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FOOTNOTE_') && name !== 'ROLES')
  return {
    ...Object.fromEntries(inherited),
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/footnote/compiled'),
    NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
    ...settings,
  }
}

async function waitUntilReady(baseUrl: string, child: ChildProcess, withinInMs: number): Promise<void> {
  const deadline = Date.now() + withinInMs
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`)
    const ready = await fetch(`${baseUrl}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_IN_MS))
  }
  throw new Error(`it was not ready after ${withinInMs / 1000} s`)
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
