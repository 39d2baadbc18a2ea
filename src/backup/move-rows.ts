import type { Pool } from 'pg'
import { atOneMoment, createContentMeter, readContent, readRows, writeRows } from './copy-rows.ts'
import { listTables, readMigrations } from './tables.ts'

export interface Moved {
  readonly tables: number
  readonly rows: number
}

/**
 * Copy all rows from one database to another with the same tables, and compare every table by count and hash. Interrupted, it
 * goes on when it is run again. Nothing may write to either meanwhile. Throws with one sentence when they differ in the end.
 */
export async function moveRows(
  { from, to }: { readonly from: Pool; readonly to: Pool },
  onTable: (name: string, rows: number) => void,
): Promise<Moved> {
  const [here, there] = await Promise.all([readMigrations(from), readMigrations(to)])
  if (here.join() !== there.join()) throw new Error('The two databases are of different versions of Footnote.')
  return atOneMoment(from, async (source) => {
    const tables = await listTables(source)
    let sum = 0
    for (const table of tables) {
      const meter = createContentMeter()
      for await (const rows of readRows(source, table)) {
        for (const row of rows) meter.add(row)
        await writeRows(to, table, rows)
      }
      const sent = meter.content()
      const arrived = await atOneMoment(to, (client) => readContent(client, table))
      if (arrived.sha256 !== sent.sha256)
        throw new Error(
          `The table ${table.name} holds ${arrived.rows} rows there that are not the ${sent.rows} from here: the target was not empty.`,
        )
      sum += sent.rows
      onTable(table.name, sent.rows)
    }
    return { tables: tables.length, rows: sum }
  })
}
