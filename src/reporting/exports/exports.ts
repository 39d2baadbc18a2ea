import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { and, desc, eq, gt } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { Principal } from '../../contracts/principal.ts'
import { ExportInput, type ReportExport } from '../../contracts/report-exports.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Blobs } from '../../platform/blobs/blobs.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { reportExports } from '../../platform/database/report-schema.ts'
import { requireRole } from '../../platform/http/call-context.ts'
import { periodOf } from '../report-period.ts'
import { checkReport } from '../reports.ts'

export const EXPORT_QUEUE = 'export-report'
const LIFETIME_IN_MS = 24 * 3_600_000
const MOST_LISTED = 100

export interface ExportsDependencies {
  readonly database: Database
  readonly bus: Pick<Bus, 'send' | 'wake'>
  readonly blobs: Pick<Blobs, 'open'>
}

/** Files of reports are kept apart from the documents of a tenant, which are compared with what is registered of them. */
export function exportFolderOf(tenantId: string): string {
  return `${tenantId}/reports`
}

/** Ask for a report as a file. Throws like `checkReport`, at once: later nobody reads it. */
export async function requestExport(
  { database, bus }: ExportsDependencies,
  input: ExportInput,
  context: CallContext,
): Promise<ReportExport> {
  requireRights(input, context)
  const { principal, clock } = context
  const period = periodOf(input, clock.now())
  const createdAt = new Date(clock.now())
  const row = {
    tenantId: principal.tenant_id,
    id: randomUUID(),
    objectId: principal.object_id,
    name: input.name,
    format: input.format,
    // What "now" was is settled now.
    parameters: { ...input, from: period.from.toISOString(), to: period.to.toISOString() },
    state: 'waiting' as const,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + LIFETIME_IN_MS),
  }
  const written = await database.forTenant(row.tenantId).transaction(async (tx) => {
    const rows = await tx.insert(reportExports).values(row).returning()
    const detail = { format: input.format, from: row.parameters.from, to: row.parameters.to }
    await noteAct(tx, context, { kind: 'report-exported', object: `report:${input.name}`, detail })
    await bus.send(EXPORT_QUEUE, { tenant_id: row.tenantId, export_id: row.id }, { transaction: tx, key: row.id })
    return rows
  })
  bus.wake(EXPORT_QUEUE)
  return exportOf(found(written))
}

/** What the caller asked for and what is still there, newest first. */
export async function listExports(database: Database, { principal, clock }: CallContext): Promise<ReportExport[]> {
  const rows = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(reportExports)
    .where(isOwn(principal, clock.now()))
    .orderBy(desc(reportExports.createdAt), desc(reportExports.id))
    .limit(MOST_LISTED)
  return rows.map(exportOf)
}

/** An export of the caller. Throws `not-found` for those of others and for what is gone. */
export async function getExport(database: Database, id: string, context: CallContext): Promise<ReportExport> {
  return exportOf(await ownExport(database, id, context))
}

/** The file of an export of the caller. Throws like `getExport`; `not-allowed-now` before it is ready; `role-missing` when rights were taken away since. */
export async function openExport(
  { database, blobs }: ExportsDependencies,
  id: string,
  context: CallContext,
): Promise<{ readonly row: ReportExport; readonly content: Readable }> {
  const row = await ownExport(database, id, context)
  requireRights(ExportInput.parse(row.parameters), context)
  if (row.state !== 'ready' || row.sha256 === null)
    throw problem('not-allowed-now', `The file is ${row.state}; look again when its state is "ready".`)
  const content = await blobs.open(exportFolderOf(row.tenantId), row.sha256, context.signal)
  if (content === null) throw problem('not-found', 'The file is gone; ask for it again.')
  const detail = { export: id, format: row.format }
  const orm = database.forTenant(row.tenantId)
  await noteAct(orm, context, { kind: 'export-downloaded', object: `report:${row.name}`, detail })
  return { row: exportOf(row), content }
}

function requireRights(input: ExportInput, context: CallContext): void {
  if (input.name !== 'questions') checkReport(input.name, input, context)
  else requireRole(context, 'Admin')
  if (input.name === 'questions' && input.format === 'pdf')
    throw problem('invalid-request', 'Questions are too many for a PDF; take csv, jsonl, parquet or xlsx.')
}

async function ownExport(database: Database, id: string, { principal, clock }: CallContext) {
  const rows = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(reportExports)
    .where(and(isOwn(principal, clock.now()), eq(reportExports.id, id)))
  return found(rows)
}

function found<Row>([row]: readonly Row[]): Row {
  if (row === undefined)
    throw problem('not-found', 'Check the id; it must be of an export that you asked for within a day.')
  return row
}

function isOwn({ tenant_id, object_id }: Principal, now: number) {
  return and(
    eq(reportExports.tenantId, tenant_id),
    eq(reportExports.objectId, object_id),
    gt(reportExports.expiresAt, new Date(now)),
  )
}

function exportOf(row: typeof reportExports.$inferSelect): ReportExport {
  return {
    id: row.id,
    name: row.name,
    format: row.format,
    state: row.state,
    rows: row.rows,
    rows_in_all: row.rowsInAll,
    size_in_bytes: row.sizeInBytes,
    detail: row.detail,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    expires_at: row.expiresAt.toISOString(),
  }
}
