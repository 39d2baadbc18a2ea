import { eq, sql } from 'drizzle-orm'
import type { Orm } from '../database/database.ts'
import { documents } from '../database/schema.ts'

/** People whose documents are in groups that nobody else is in are few; a filter of more is slow. */
const MOST_GROUPS = 200

/** The groups on the access lists of the organisation, those with the most documents first: what is measured may see what they see. */
export async function allGroups(orm: Orm, tenantId: string): Promise<readonly string[]> {
  const entries = sql<string>`unnest(${documents.access})`.as('entry')
  const all = orm.select({ entry: entries }).from(documents).where(eq(documents.tenantId, tenantId)).as('all_entries')
  const rows = await orm
    .select({ entry: all.entry })
    .from(all)
    .where(sql`${all.entry} like 'group:%'`)
    .groupBy(all.entry)
    .orderBy(sql`count(*) desc`)
    .limit(MOST_GROUPS)
  return rows.map(({ entry }) => entry.slice('group:'.length))
}
