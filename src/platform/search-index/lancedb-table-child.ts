import { connect, Session } from '@lancedb/lancedb'
import { foldTable, rewriteTable } from './lancedb-optimize.ts'
import { dimensionsOf } from './lancedb-search.ts'
import type { TableWork, TableWorkReply } from './lancedb-table-work.ts'

/** Entry of the process that works on whole tables; it does one piece of work and ends. See lancedb-table-work.ts. */
const CACHE_IN_BYTES = 64n * 1024n * 1024n

async function work({ kind, uri, storageOptions, table: name, rules }: TableWork): Promise<void> {
  const connection = await connect(uri, { storageOptions }, new Session(CACHE_IN_BYTES, CACHE_IN_BYTES))
  const table = await connection.openTable(name)
  await (kind === 'fold' ? foldTable(table, await dimensionsOf(table), rules) : rewriteTable(table, rules))
}

function reply(error: string | null): void {
  const said: TableWorkReply = { error }
  process.send?.(said, () => process.exit())
}

process.once('message', (asked: TableWork) => {
  work(asked).then(
    () => reply(null),
    (error: unknown) => reply(error instanceof Error ? error.message : String(error)),
  )
})
// Nobody waits for it any more; what it has not committed never was.
process.once('disconnect', () => process.exit())
