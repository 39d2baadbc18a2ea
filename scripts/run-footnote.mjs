import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, node, root } from './prepare.mjs'

/**
 * A server at home shares the machine: a smaller young generation and two allocation arenas keep some 150 MB of garbage
 * from staying resident under load, at no measurable cost.
 */
const FLAGS = ['--max-semi-space-size=8', '--disable-warning=ExperimentalWarning']
const MEMORY = { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? '2' }

/** Run the command line under the project's own Node; signals and the exit code pass through. */
export function runFootnote(args) {
  const child = spawn(node, [...FLAGS, join(root, 'src', 'main.ts'), ...args], {
    stdio: 'inherit',
    env: { ...MEMORY, ...environment },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)))
}
