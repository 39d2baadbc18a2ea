import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './postgres-server.ts'

export interface RedisServer extends AsyncDisposable {
  readonly url: string
  /** Stop it as a crash would, and start it again, empty, at the same address. */
  readonly kill: () => Promise<void>
  readonly start: () => Promise<void>
  /** Let it stand still without closing anything, and go on. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** Send one command; returns what Redis replies, as it was written. */
  readonly send: (...words: readonly string[]) => Promise<string>
}

const ATTEMPT_INTERVAL_IN_MS = 20
const START_DEADLINE_IN_MS = 10_000

/** True where this machine has Redis (Debian: `apt-get install redis-server`). Says so in one line where it has not. */
export function hasRedis(): boolean {
  const found = spawnSync('redis-server', ['--version']).status === 0
  if (!found) process.stdout.write('redis-server is not installed: tests on Redis are skipped\n')
  return found
}

/** Start a real Redis on a free port of this machine, empty, for the time of a test; as a cluster of one node if asked for. */
export async function startRedisServer({ cluster = false } = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-redis-'))
  const port = await freePort()
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  // The port of the bus between nodes must be valid as well.
  if (cluster) options.push('--cluster-enabled', 'yes', '--cluster-port', String(await freePort()))
  const send = (...words: readonly string[]) => ask(port, words)
  let child: ChildProcess | undefined
  const start = async () => {
    child = spawn('redis-server', options, { stdio: 'ignore' })
    await untilReady(() => send('PING'))
    if (cluster) {
      await send('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
      await untilReady(async () => {
        if (!(await send('CLUSTER', 'INFO')).includes('cluster_state:ok')) throw new Error('not ready')
      })
    }
  }
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    send,
    [Symbol.asyncDispose]: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilReady(attempt: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_IN_MS
  for (;;) {
    try {
      await attempt()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, ATTEMPT_INTERVAL_IN_MS))
    }
  }
}

async function ask(port: number, words: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8')
  socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`)
  try {
    const [reply] = (await once(socket, 'data')) as [string]
    return reply
  } finally {
    socket.destroy()
  }
}
