import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { yieldToServer } from '../yield-to-server.ts'
import type { OptimizeRules } from './lancedb-optimize.ts'

/** Work on a whole table, for a process of its own. */
export interface TableWork {
  /** `fold`: bring recent writes into the indexes. `rewrite`: leave nothing of rows that were removed. */
  readonly kind: 'fold' | 'rewrite'
  readonly uri: string
  readonly storageOptions: Readonly<Record<string, string>>
  readonly table: string
  readonly rules: OptimizeRules
}

/** How it ended: with null, or with what the engine said. */
export type TableWorkReply = { readonly error: string | null }

/** A million rows take less than a minute on a machine with nothing else to do. */
const DEADLINE_IN_MS = 60 * 60_000

/**
 * Do work on a large table in a process of its own, which yields to this one: it reads and writes the indexes of the
 * whole table, and in this process it made searches wait and left its memory behind. Rejects with the engine's message;
 * a process that dies half-way leaves the table as it was.
 */
export async function workApart(work: TableWork): Promise<void> {
  const child = fork(join(import.meta.dirname, 'lancedb-table-child.ts'), {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  yieldToServer(child)
  const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_IN_MS)
  let reply: TableWorkReply = { error: 'the process that works on tables of the index ended before its work was done' }
  child.on('message', (said) => {
    reply = said as TableWorkReply
  })
  try {
    const exited = once(child, 'exit')
    child.send(work)
    await exited
  } finally {
    clearTimeout(deadline)
  }
  if (reply.error !== null) throw new Error(reply.error)
}
