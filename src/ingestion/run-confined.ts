import { type ChildProcess, spawn } from 'node:child_process'
import { yieldToServer } from '../platform/yield-to-server.ts'

/** A program that opens files nobody vouches for, and what it may use. */
export interface ConfinedProgram {
  readonly command: readonly string[]
  /** The only folder it needs; its files, its home, its temporary files. */
  readonly folder: string
  readonly deadlineInMs: number
  readonly maximumFileBytes: number
  readonly maximumMemoryBytes: number
  /** Run it without network, other processes and the hidden folders; only where `canSeparate` says so. */
  readonly separate: boolean
  /** Folders it must not see; `folder` may lie in one of them. */
  readonly hidden: readonly string[]
}

/** `exited` with its code, or `killed` because it took too long, too much, or nobody waits any more. */
export type ConfinedEnd =
  | { readonly type: 'exited'; readonly code: number }
  | { readonly type: 'killed'; readonly late: boolean }

const SEPARATE = [
  'unshare',
  '--user',
  '--map-root-user',
  '--net',
  '--mount',
  '--pid',
  '--fork',
  '--mount-proc',
] as const
/** Without secrets of the server, without its search path. */
const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Sizes are in blocks of 512 bytes and in kilobytes; systems that do not know a limit go on without it. */
const LIMITS = `ulimit -c 0; ulimit -f "$1"; ulimit -v "$2" 2>/dev/null; ulimit -t "$3"; shift 3; exec "$@"`

/** Empty folders lie over the hidden ones, and its own folder lies over them at its old place. */
const HIDE = `
set -e
cd "$1"
work=$1 count=$2
shift 2
while [ "$count" -gt 0 ]; do
  if [ -d "$1" ]; then mount -t tmpfs -o size=1m none "$1"; fi
  shift
  count=$((count - 1))
done
mkdir -p "$work"
mount -c --bind . "$work"
cd "$work"
exec "$@"
`

/**
 * Run a program under limits and wait for its end; nothing it started outlives it. Rejects with the reason of the signal
 * when that aborts, and when the program cannot be started.
 */
export async function runConfined(program: ConfinedProgram, signal: AbortSignal): Promise<ConfinedEnd> {
  signal.throwIfAborted()
  const { folder, deadlineInMs } = program
  const [file = '', ...args] = commandOf(program)
  const child = spawn(file, args, {
    cwd: folder,
    env: { PATH: SEARCH_PATH, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
    stdio: 'ignore',
    // A group of its own, so that what it starts is killed with it.
    detached: true,
  })
  let late = false
  const kill = () => killGroup(child)
  const deadline = setTimeout(() => {
    late = true
    kill()
  }, deadlineInMs)
  signal.addEventListener('abort', kill, { once: true })
  try {
    const code = await endOf(child)
    signal.throwIfAborted()
    return code === null || late ? { type: 'killed', late } : { type: 'exited', code }
  } finally {
    clearTimeout(deadline)
    signal.removeEventListener('abort', kill)
    kill()
  }
}

/** Whether this system lets a program be run without network and without sight of other files. */
export async function canSeparate(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const [file, ...args] = SEPARATE
  const child = spawn(file, [...args, 'sh', '-c', 'mount -t tmpfs none /tmp'], {
    env: { PATH: SEARCH_PATH },
    stdio: 'ignore',
  })
  return endOf(child).then(
    (code) => code === 0,
    () => false,
  )
}

function commandOf(program: ConfinedProgram): readonly string[] {
  const { command, folder, deadlineInMs, maximumFileBytes, maximumMemoryBytes, separate, hidden } = program
  const limits = [maximumFileBytes / 512, maximumMemoryBytes / 1024, deadlineInMs / 1000].map((limit) =>
    String(Math.ceil(limit)),
  )
  const inside = separate
    ? [...SEPARATE, '--kill-child', 'sh', '-c', HIDE, 'sh', folder, String(hidden.length), ...hidden, ...command]
    : command
  return ['/bin/sh', '-c', LIMITS, 'sh', ...limits, ...inside]
}

/** The exit code, or null when a signal ended it. */
function endOf(child: ChildProcess): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject).once('exit', resolve)
  child.once('spawn', () => yieldToServer(child))
  return promise
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // Everything in the group has ended.
  }
}
