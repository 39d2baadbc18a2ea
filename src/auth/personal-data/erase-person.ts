import { randomUUID } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import type { ErasureReceipt } from '../../contracts/erasure.ts'
import { problem } from '../../contracts/errors.ts'
import { requireNotHeld } from '../../platform/audit/legal-holds.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { reportExports, reportSchedules } from '../../platform/database/report-schema.ts'
import { answers, budgets, budgetUse, conversations, documents, tenants } from '../../platform/database/schema.ts'
import { sessions, users } from '../../platform/database/sign-in-schema.ts'
import {
  usageAskers,
  usageEvents,
  usageMarks,
  usageRefusals,
  usageRollups,
} from '../../platform/database/usage-schema.ts'
import { forgetRows } from '../../platform/kept-answers/forget-rows.ts'
import { forgetPerson } from '../provider-records.ts'
import { requireOtherAdmin } from '../users.ts'
import { eraseRecords } from './erase-records.ts'
import { ATTRIBUTIONS } from './personal-columns.ts'

/** Stands where a person was named in what is the organisation's. */
const NOBODY = 'erased'
const ACCOUNT = 'disabled, without name, address, roles and groups'

/**
 * Erase a person: their questions and answers go, everything else no longer tells that it was them, and the audit can still
 * be checked. Running it again finishes what was interrupted. Throws `held` where a legal hold keeps something of them,
 * `not-found` for somebody who never was here, and `administrator-needed` for the caller.
 */
export async function erasePerson(database: Database, id: string, context: CallContext): Promise<ErasureReceipt> {
  const { principal, clock } = context
  const { tenant_id: tenantId } = principal
  if (id === principal.object_id)
    throw problem('administrator-needed', 'You cannot erase yourself; ask another administrator.')
  const [erasure, at] = [randomUUID(), new Date(clock.now())]
  const orm = database.forTenant(tenantId)
  const counts = await orm.transaction(async (tx) => {
    await requireNotHeld(tx, tenantId, id)
    await requireOtherAdmin(tx, tenantId, id)
    const person = { tenantId, id, at }
    await closeAccount(tx, person)
    return { ...(await removeOwn(tx, person)), ...(await makeAnonymous(tx, person)) }
  })
  await forgetPerson(database, id)
  const audit_records = await eraseRecords(database, { objectId: id, erasure }, context)
  const { usage_events, attributions, ...removed } = counts
  const access_lists = await orm.$count(
    documents,
    and(eq(documents.tenantId, tenantId), sql`${`user:${id}`} = any (${documents.access})`),
  )
  const receipt: ErasureReceipt = {
    id: erasure,
    erased_at: at.toISOString(),
    removed,
    made_anonymous: { usage_events, attributions, audit_records },
    kept: { account: ACCOUNT, access_lists },
  }
  await noteAct(orm, context, { kind: 'personal-data-erased', detail: { erasure, records: [], receipt } })
  return receipt
}

interface Person {
  readonly tenantId: string
  readonly id: string
  readonly at: Date
}

/** Nobody signs in with it again, and credentials of before are refused. */
async function closeAccount(tx: Transaction, { tenantId, id, at }: Person): Promise<void> {
  await tx
    .update(tenants)
    .set({ accessEpoch: sql`${tenants.accessEpoch} + 1` })
    .where(eq(tenants.id, tenantId))
  const nobody = { displayName: NOBODY, email: null, passwordHash: null, roles: [], groupIds: [], lastSignInAt: null }
  const closed = await tx
    .update(users)
    .set({ ...nobody, disabledAt: at, tokensValidAfter: at })
    .where(and(eq(users.tenantId, tenantId), eq(users.objectId, id)))
    .returning({ id: users.objectId })
  if (closed.length === 0) throw problem('not-found', 'There is nobody with this id; see GET /api/users.')
}

async function removeOwn(tx: Transaction, { tenantId, id, at }: Person) {
  const asked = and(eq(answers.tenantId, tenantId), eq(answers.objectId, id))
  const forgotten = await forgetRows(tx, and(asked, isNull(answers.forgottenAt)), { tenantId, at })
  await tx.update(answers).set({ objectId: NOBODY }).where(asked)
  const ownConversations = and(eq(conversations.tenantId, tenantId), eq(conversations.objectId, id))
  const talks = await tx.delete(conversations).where(ownConversations).returning({ id: conversations.id })
  const ownSessions = and(eq(sessions.tenantId, tenantId), eq(sessions.objectId, id))
  const ended = await tx.delete(sessions).where(ownSessions).returning({ id: sessions.publicId })
  const subject = `user:${id}`
  const ownBudget = and(eq(budgets.tenantId, tenantId), eq(budgets.subject, subject))
  const limits = await tx.delete(budgets).where(ownBudget).returning({ subject: budgets.subject })
  await tx.delete(budgetUse).where(and(eq(budgetUse.tenantId, tenantId), eq(budgetUse.subject, subject)))
  // Files are removed where they lie, by whoever looks for those that are too old.
  const files = await tx
    .update(reportExports)
    .set({ objectId: NOBODY, expiresAt: at })
    .where(and(eq(reportExports.tenantId, tenantId), eq(reportExports.objectId, id)))
    .returning({ id: reportExports.id })
  // They would go on in the name of nobody, to addresses that may be the person's.
  const ownSchedules = and(eq(reportSchedules.tenantId, tenantId), eq(reportSchedules.createdBy, id))
  const schedules = await tx.delete(reportSchedules).where(ownSchedules).returning({ id: reportSchedules.id })
  return {
    answers: forgotten,
    conversations: talks.length,
    sessions: ended.length,
    budgets: limits.length,
    report_files: files.length,
    report_schedules: schedules.length,
  }
}

/** What is counted and what is the organisation's stays; a name that leads nowhere takes the place of the person's. */
async function makeAnonymous(tx: Transaction, { tenantId, id }: Person) {
  const someone = `${NOBODY}:${randomUUID()}`
  const ownEvents = and(eq(usageEvents.tenantId, tenantId), eq(usageEvents.objectId, id))
  // Somebody may be making roll-ups of these hours from what was there before.
  const hour = sql`date_trunc('hour', ${usageEvents.at} at time zone 'UTC') at time zone 'UTC'`
  await tx.execute(
    sql`insert into ${usageMarks} (tenant_id, grain, start) select distinct ${tenantId}, 'hour', ${hour} from ${usageEvents} where ${ownEvents}`,
  )
  const events = await tx
    .update(usageEvents)
    .set({ objectId: someone })
    .where(ownEvents)
    .returning({ id: usageEvents.id })
  const rollups = and(eq(usageRollups.tenantId, tenantId), eq(usageRollups.dimension, 'user'))
  await tx
    .update(usageRollups)
    .set({ subject: someone })
    .where(and(rollups, eq(usageRollups.subject, id)))
  for (const table of [usageAskers, usageRefusals])
    await tx
      .update(table)
      .set({ objectId: someone })
      .where(and(eq(table.tenantId, tenantId), eq(table.objectId, id)))
  let attributions = 0
  for (const { table, tenant, column } of ATTRIBUTIONS) {
    const { rowCount } = await tx.execute(
      sql`update ${table} set ${sql.identifier(column.name)} = ${NOBODY} where ${tenant} = ${tenantId} and ${column} = ${id}`,
    )
    attributions += rowCount ?? 0
  }
  return { usage_events: events.length, attributions }
}
