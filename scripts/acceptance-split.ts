/**
 * `npm run acceptance:split [-- part of a file name…]`: the whole acceptance suite, unchanged, against systems whose roles run
 * in processes of their own, on PostgreSQL and, where it is installed, Redis. One test file after the other: each starts
 * one or more systems of six processes.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startPostgresServer } from '../src/testing/postgres-server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [, , ...named] = process.argv
const parts = named.length === 0 ? ['acceptance/'] : named.map((part) => `acceptance/${part}`)

await using postgres = await startPostgresServer()
/** A system of six processes takes its time to start on a machine of two cores. */
const patience = ['--hookTimeout=300000', '--testTimeout=180000']
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--no-file-parallelism', ...patience]
const child = spawn(process.execPath, [...vitest, ...parts], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FOOTNOTE_ACCEPTANCE_SPLIT_POSTGRES: postgres.url },
})
const [code] = (await once(child, 'exit')) as [number | null]
process.exitCode = code ?? 1
