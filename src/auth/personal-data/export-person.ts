import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import type { CallContext } from '../../contracts/call-context.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database, Orm } from '../../platform/database/database.ts'
import { answerFeedback } from '../../platform/database/feedback-schema.ts'
import { auditRecords } from '../../platform/database/record-schema.ts'
import { reportExports } from '../../platform/database/report-schema.ts'
import { answers, budgets, conversations, documents } from '../../platform/database/schema.ts'
import { sessions, users } from '../../platform/database/sign-in-schema.ts'
import { usageAskers, usageEvents, usageRefusals } from '../../platform/database/usage-schema.ts'
import { ATTRIBUTIONS } from './personal-columns.ts'

const PAGE = 500

interface Section {
  readonly type: string
  readonly table: PgTable
  readonly where: SQL | undefined
}

/** What opens something is not a person's to take along; salts and other people neither. */
const WITHHELD = sql.raw("array['password_hash', 'refresh_token', 'id_hash', 'secret_hash', 'salt', 'people']")

/**
 * Everything that is kept about a person, as JSON Lines: `{"type": "person" | "answer" | …, "data": {…}}` with the columns as
 * they are stored, less secrets. That it was taken is written down first.
 */
export async function* exportPerson(database: Database, id: string, context: CallContext): AsyncGenerator<string> {
  const { tenant_id: tenantId } = context.principal
  const orm = database.forTenant(tenantId)
  await noteAct(orm, context, { kind: 'personal-data-exported', object: `user:${id}` })
  for (const section of [...ownSections(tenantId, id), ...mentions(tenantId, id)]) {
    context.signal.throwIfAborted()
    for await (const rows of pagesOf(orm, section))
      yield rows.map((data) => `${JSON.stringify({ type: section.type, data })}\n`).join('')
  }
}

/** What is the person's own. */
function ownSections(tenantId: string, id: string): readonly Section[] {
  const own = (table: { readonly tenantId: PgColumn; readonly objectId: PgColumn }) =>
    and(eq(table.tenantId, tenantId), eq(table.objectId, id))
  const rated = sql`${answerFeedback.answerId} in (select ${answers.id} from ${answers} where ${own(answers)})`
  return [
    { type: 'person', table: users, where: own(users) },
    { type: 'session', table: sessions, where: own(sessions) },
    { type: 'conversation', table: conversations, where: own(conversations) },
    { type: 'answer', table: answers, where: own(answers) },
    { type: 'feedback', table: answerFeedback, where: and(eq(answerFeedback.tenantId, tenantId), rated) },
    { type: 'usage', table: usageEvents, where: own(usageEvents) },
    { type: 'usage-number', table: usageAskers, where: own(usageAskers) },
    { type: 'usage-refused', table: usageRefusals, where: own(usageRefusals) },
    { type: 'report-export', table: reportExports, where: own(reportExports) },
  ]
}

/** Where the person is named in what is the organisation's. */
function mentions(tenantId: string, id: string): readonly Section[] {
  const named = sql`${auditRecords.people} @> ${JSON.stringify([{ object_id: id }])}::jsonb`
  const isListed = sql`${`user:${id}`} = any (${documents.access})`
  return [
    { type: 'budget', table: budgets, where: and(eq(budgets.tenantId, tenantId), eq(budgets.subject, `user:${id}`)) },
    { type: 'audit', table: auditRecords, where: and(eq(auditRecords.tenantId, tenantId), named) },
    { type: 'document-access', table: documents, where: and(eq(documents.tenantId, tenantId), isListed) },
    ...ATTRIBUTIONS.map(({ table, tenant, column }) => ({
      type: column.name.replaceAll('_', '-'),
      table,
      where: and(eq(tenant, tenantId), eq(column, id)),
    })),
  ]
}

const Rows = z.array(z.object({ data: z.json() }))

async function* pagesOf(orm: Orm, { table, where }: Section): AsyncGenerator<readonly unknown[]> {
  for (let read = 0; ; read += PAGE) {
    const page = sql`select to_jsonb(${table}.*) - ${WITHHELD} as data from ${table} where ${where} order by ctid offset ${read} limit ${PAGE}`
    const rows = Rows.parse((await orm.execute(page)).rows)
    if (rows.length > 0) yield rows.map(({ data }) => data)
    if (rows.length < PAGE) return
  }
}
