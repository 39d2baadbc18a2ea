import { getTableColumns, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/database.ts'
import { usageRollups } from '../../platform/database/usage-schema.ts'
import type { Rollup } from './fold-usage.ts'

/** Each row has thirty columns: as one JSON they are a hundred times fewer parameters, and are written in a third of the time. */
const ROWS_PER_STATEMENT = 2_000

const COLUMN_NAMES = Object.entries(getTableColumns(usageRollups)).map(([key, { name }]) => [key, name] as const)

/** Write roll-ups that are not there. */
export async function writeRollups(tx: Transaction, tenantId: string, rollups: readonly Rollup[]): Promise<void> {
  for (let start = 0; start < rollups.length; start += ROWS_PER_STATEMENT) {
    const rows = rollups.slice(start, start + ROWS_PER_STATEMENT).map((rollup) => rowOf(tenantId, rollup))
    await tx.execute(
      sql`insert into ${usageRollups} select * from jsonb_populate_recordset(null::${usageRollups}, ${JSON.stringify(rows)}::jsonb)`,
    )
  }
}

function rowOf(tenantId: string, { sums, ...place }: Rollup): Readonly<Record<string, unknown>> {
  const row: Readonly<Record<string, unknown>> = { tenantId, ...place, ...sums }
  return Object.fromEntries(COLUMN_NAMES.map(([key, name]) => [name, row[key]]))
}
