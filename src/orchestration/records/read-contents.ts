import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Database } from '../../platform/database/database.ts'
import { answers } from '../../platform/database/schema.ts'
import type { KeptContent, LinkedRecord } from './check-record.ts'

/** What is still kept of the questions and answers of a page of records, by the id of the answer. */
export async function contentsOf(
  database: Database,
  tenantId: string,
  page: readonly LinkedRecord[],
): Promise<ReadonlyMap<string, KeptContent>> {
  const ids = page.filter(({ kind }) => kind === 'question').map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const rows = await database
    .forTenant(tenantId)
    .select({ id: answers.id, query: answers.query, salt: answers.salt, envelope: answers.envelope })
    .from(answers)
    .where(and(eq(answers.tenantId, tenantId), inArray(answers.id, ids), isNull(answers.forgottenAt)))
  return new Map(rows.flatMap(({ id, salt, ...row }) => (salt === null ? [] : [[id, { ...row, salt }] as const])))
}
