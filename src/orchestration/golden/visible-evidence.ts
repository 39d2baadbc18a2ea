import { sql } from 'drizzle-orm'
import { accessEntriesOf, type Principal } from '../../contracts/principal.ts'
import { goldenCases, goldenEvidence } from '../../platform/database/evaluation-schema.ts'
import { documents } from '../../platform/database/schema.ts'

/**
 * The condition that somebody may read every document that a question rests on: its right answers are words of these, and
 * administrators see no more documents than others.
 */
export function restsOnVisible(principal: Principal) {
  const entries = sql.join(
    accessEntriesOf(principal).map((entry) => sql`${entry}`),
    sql`, `,
  )
  return sql`not exists (
    select from ${goldenEvidence} e where e.tenant_id = ${goldenCases.tenantId} and e.case_id = ${goldenCases.id}
      and not exists (select from ${documents} d where d.tenant_id = e.tenant_id and d.id = e.document_id
        and d.deleted_at is null and d.access && array[${entries}]::text[]))`
}
