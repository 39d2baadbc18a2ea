import { Readable } from 'node:stream'
import { and, eq } from 'drizzle-orm'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Clock } from '../../contracts/call-context.ts'
import { isProblem } from '../../contracts/errors.ts'
import { systemPrincipal } from '../../contracts/principal.ts'
import { ExportInput } from '../../contracts/report-exports.ts'
import type { ReportRow } from '../../contracts/reports.ts'
import type { Blobs } from '../../platform/blobs/blobs.ts'
import type { Bus, Delivery } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { reportExports } from '../../platform/database/report-schema.ts'
import type { ReportsDependencies } from '../reports.ts'
import { EXPORT_QUEUE, exportFolderOf } from './exports.ts'
import { readTable } from './read-table.ts'
import { WRITERS } from './write-table.ts'

/** A file that is larger is no report. */
const MAXIMUM_BYTES = 2 * 1024 ** 3
/** How often the number of rows is written down. */
const ROWS_BETWEEN_NOTES = 10_000

const ExportJob = z.object({ tenant_id: z.string(), export_id: z.uuid() })

export interface ExportWorkerDependencies extends ReportsDependencies {
  readonly database: Database
  readonly bus: Bus
  readonly blobs: Pick<Blobs, 'put'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn'>
}

/** Write reports into files as they are asked for, one after the other. */
export async function subscribeExports(dependencies: ExportWorkerDependencies): Promise<void> {
  await dependencies.bus.work(EXPORT_QUEUE, { concurrency: 1 }, (delivery) => runExport(dependencies, delivery))
}

/** Write one report into a file. A second delivery writes it anew; one that is done, or was removed, is left. */
async function runExport(dependencies: ExportWorkerDependencies, { payload, signal }: Delivery): Promise<void> {
  const { database, logger, clock } = dependencies
  const { tenant_id: tenantId, export_id: id } = ExportJob.parse(payload)
  const orm = database.forTenant(tenantId)
  const place = and(eq(reportExports.tenantId, tenantId), eq(reportExports.id, id))
  const [row] = await orm.select().from(reportExports).where(place)
  if (row === undefined || row.state === 'ready') return
  try {
    const written = await writeFile(dependencies, row, signal)
    await orm.transaction(async (tx) => {
      await tx
        .update(reportExports)
        .set({ ...written, state: 'ready', detail: null, finishedAt: new Date(clock.now()) })
        .where(place)
      await dependencies.bus.publish(
        'report-generated',
        { version: 1, tenant_id: tenantId, report_id: id },
        { transaction: tx },
      )
    })
  } catch (error) {
    // A process that stops leaves it to another.
    if (signal.aborted) throw error
    const detail = isProblem(error) ? error.message : 'Something went wrong on our side; it is tried again a few times.'
    await orm
      .update(reportExports)
      .set({ state: 'failed', detail, finishedAt: new Date(clock.now()) })
      .where(place)
    if (isProblem(error)) return
    logger.warn({ err: error, tenant: tenantId, export: id }, 'a report could not be exported')
    throw error
  }
}

async function writeFile(
  dependencies: ExportWorkerDependencies,
  { tenantId, id, objectId, parameters, format }: typeof reportExports.$inferSelect,
  signal: AbortSignal,
): Promise<{ readonly sha256: string; readonly sizeInBytes: number; readonly rows: number }> {
  const { database, blobs, clock } = dependencies
  const input = ExportInput.parse(parameters)
  // Whether they may was settled when they asked; here the numbers are read for them.
  const principal = systemPrincipal(tenantId, objectId)
  const table = await readTable(dependencies, input, { principal, requestId: id, signal, clock })
  const note = async (rows: number): Promise<void> => {
    const place = and(eq(reportExports.tenantId, tenantId), eq(reportExports.id, id))
    const noted = { state: 'running' as const, detail: null, rows, rowsInAll: table.rowsInAll }
    await database.forTenant(tenantId).update(reportExports).set(noted).where(place)
  }
  await note(0)
  let rows = 0
  async function* counted(): AsyncGenerator<readonly ReportRow[]> {
    let noted = 0
    for await (const batch of table.batches) {
      signal.throwIfAborted()
      rows += batch.length
      yield batch
      if (rows - noted < ROWS_BETWEEN_NOTES) continue
      noted = rows
      await note(rows)
    }
  }
  const write = await WRITERS[format].load()
  const content = Readable.from(write({ ...table, batches: counted() }), { objectMode: false })
  const stored = await blobs.put(exportFolderOf(tenantId), content, { signal, maximumBytes: MAXIMUM_BYTES })
  return { ...stored, rows }
}
