import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './postgres-server.ts'

const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))
const PROGRAM = join(CACHE, 'azurite/node_modules/azurite/dist/src/blob/main.js')
/** The account and key that every Azurite has. They are public and open nothing else. */
const ACCOUNT = 'devstoreaccount1'
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
const START_DEADLINE_IN_MS = 30_000
const ATTEMPT_INTERVAL_IN_MS = 50

export interface Azurite extends AsyncDisposable {
  readonly connectionString: string
  readonly accountUrl: string
  /** Stop it, and start it again at the same address. In memory it is empty then. */
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
  /** Let it stand still without closing anything, and go on. */
  readonly freeze: () => void
  readonly thaw: () => void
}

export interface AzuriteOptions {
  /** Keep the blobs in this folder; in memory without it. */
  readonly folder?: string
  /** Speak https with this certificate and believe the tokens of identities; the key of the account goes on to work. */
  readonly tls?: { readonly certificatePath: string; readonly keyPath: string }
}

/** True where Azurite is installed (.ci/run does it). Says so in one line where it is not. */
export function hasAzurite(): boolean {
  const found = existsSync(PROGRAM)
  if (!found) process.stdout.write('azurite is not installed: tests on Azure Blob Storage are skipped\n')
  return found
}

/** Start a real Azurite, the emulator of Azure Blob Storage, on a free port of this machine, empty unless its folder is not. */
export async function startAzurite({ folder, tls }: AzuriteOptions = {}): Promise<Azurite> {
  const port = await freePort()
  const kept = folder === undefined ? ['--inMemoryPersistence'] : ['--location', folder]
  const secured = tls === undefined ? [] : ['--cert', tls.certificatePath, '--key', tls.keyPath, '--oauth', 'basic']
  const protocol = tls === undefined ? 'http' : 'https'
  const accountUrl = `${protocol}://127.0.0.1:${port}/${ACCOUNT}`
  // The library may be a few weeks ahead of the emulator; what Footnote asks for has not changed in years.
  const quiet = ['--silent', '--disableTelemetry', '--skipApiVersionCheck']
  const args = ['--blobHost', '127.0.0.1', '--blobPort', String(port), ...quiet]
  let child: ChildProcess | undefined
  const start = async () => {
    child = spawn(process.execPath, [PROGRAM, ...args, ...kept, ...secured], { stdio: 'ignore' })
    await untilListening(port, child)
  }
  const stop = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill('SIGTERM')
    await ended
  }
  await start()
  return {
    accountUrl,
    connectionString: `DefaultEndpointsProtocol=${protocol};AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${accountUrl};`,
    start,
    stop,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    [Symbol.asyncDispose]: stop,
  }
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_IN_MS
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`azurite ended with exit code ${child.exitCode}`)
    if (Date.now() > deadline) throw new Error('azurite did not start')
    await wait(ATTEMPT_INTERVAL_IN_MS)
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
