import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, node, root } from './prepare.mjs'

/** Run the command line under the project's own Node; signals and the exit code pass through. */
export function runFootnote(args) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, 'src', 'main.ts'), ...args], {
    stdio: 'inherit',
    env: environment,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)))
}
