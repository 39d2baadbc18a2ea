import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { parquetReadObjects } from 'hyparquet'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EventOf } from '../../contracts/events.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { ExportFormat, ReportExport } from '../../contracts/report-exports.ts'
import { openFileSystemBlobs } from '../../platform/blobs/file-system.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import { openPgBossBus } from '../../platform/bus/pg-boss.ts'
import { answers } from '../../platform/database/schema.ts'
import { noteUsage } from '../../platform/usage-events/note-usage.ts'
import { contextFor, createManualClock } from '../../testing/call-contexts.ts'
import { findLibreOffice, saveAs } from '../../testing/libre-office.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { randomEvent, seeded } from '../../testing/usage-orders.ts'
import { exportRoutes } from './export-routes.ts'
import { exportFolderOf } from './exports.ts'
import { removeExpired } from './keep-expiring.ts'
import { subscribeExports } from './run-export.ts'

const clock = createManualClock(Date.parse('2026-03-31T12:00:00Z'))
const logger = pino({ enabled: false })
const ADMIN = { object_id: 'root', roles: ['Admin' as const] }
const FORMULAS = ['=1+1', '+1', '-2', '@SUM(A1)', '=HYPERLINK("http://x","y")', '\t=1', 'a & <b> "c"\u0007', 'plain']
const soffice = await findLibreOffice()

let database: TestDatabase
let server: TestServer
let bus: Bus
let blobs: ReturnType<typeof openFileSystemBlobs>
let tenant_id: string
const generated: EventOf<'report-generated'>[] = []
beforeAll(async () => {
  database = await openTestDatabase()
  bus = await openPgBossBus({ database, logger, retryDelayInSeconds: 0 })
  blobs = openFileSystemBlobs(join(database.folder, 'blobs'))
  server = await openTestServer({ roles: ['reporting'], clock })
  const limits = { userTokensPerDay: 0, tenantTokensPerDay: 0 }
  await bus.subscribe('report-generated', 'test', async (event) => void generated.push(event))
  await server.app.register(exportRoutes({ database, bus, blobs }))
  await subscribeExports({ database, bus, blobs, clock, logger, limits })
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await bus[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function send(method: 'GET' | 'POST', path: string, body?: object, by: Partial<Principal> = ADMIN) {
  const headers = await server.headersOf(contextFor({ tenant_id, ...by }, { clock }))
  return server.app.inject({
    method,
    url: `/api/reports${path}`,
    headers,
    ...(body === undefined ? {} : { payload: body }),
  })
}

/** Ask for a file and wait until it is ready; returns its bytes. */
async function written(format: ExportFormat, input: object, by: Partial<Principal> = ADMIN): Promise<Buffer> {
  const asked = await send('POST', '', { format, ...input }, by)
  expect(asked.statusCode).toBe(202)
  const { id } = asked.json<ReportExport>()
  await vi.waitFor(
    async () => {
      const { state, detail } = (await send('GET', `/exports/${id}`, undefined, by)).json<ReportExport>()
      expect([state, detail]).toEqual(['ready', null])
    },
    { timeout: 20_000, interval: 100 },
  )
  return (await send('GET', `/exports/${id}/content`, undefined, by)).rawPayload
}

async function askedQuestions(): Promise<void> {
  const at = Date.parse('2026-03-30T10:00:00Z')
  await database.system.insert(answers).values(
    FORMULAS.map((query, n) => ({
      tenantId: tenant_id,
      id: randomUUID(),
      objectId: 'anna',
      requestId: 'r',
      query,
      outcome: 'answered',
      durationInMs: 10 + n,
      confidence: 0.5,
      createdAt: new Date(at + n * 1_000),
      forgottenAt: query === 'plain' ? new Date(at) : null,
    })),
  )
}

const QUESTIONS = { name: 'questions', of: 'everyone' }

describe('a report as a file', () => {
  it('ends in an event, and is there for whoever asked alone', async () => {
    const { id } = (
      await send('POST', '', { name: 'usage', format: 'csv' }, { object_id: 'anna' })
    ).json<ReportExport>()
    await vi.waitFor(() => expect(generated.map(({ report_id }) => report_id)).toContain(id), { timeout: 20_000 })
    const seen = (await send('GET', `/exports/${id}`, undefined, { object_id: 'anna' })).json<ReportExport>()
    expect(seen).toMatchObject({ state: 'ready', name: 'usage', rows: 0, expires_at: '2026-04-01T12:00:00.000Z' })
    for (const path of [`/exports/${id}`, `/exports/${id}/content`]) {
      expect((await send('GET', path, undefined, ADMIN)).statusCode).toBe(404)
      expect((await send('GET', path, undefined, { object_id: 'anna', tenant_id: 'other' })).statusCode).toBe(404)
    }
    expect((await send('GET', '/exports')).json()).toEqual({ exports: [] })
  })

  it('has the rows of all pages in every format', async () => {
    const pick = seeded(5)
    const at = new Date('2026-03-30T10:00:00Z')
    await database.forTenant(tenant_id).transaction(async (tx) => {
      for (let n = 0; n < 5; n++)
        await noteUsage(tx, { ...randomEvent(tenant_id, String(n), pick), at, objectId: `user-${n}` })
    })
    const input = { name: 'usage', by: 'user', of: 'everyone' }
    const csv: string[][] = parse(await written('csv', input))
    expect(csv.slice(1).map(([user]) => user)).toEqual([0, 1, 2, 3, 4].map((n) => `user-${n}`))
    const lines = (await written('jsonl', input)).toString().trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { user: string }).user)).toHaveLength(5)
    const pdf = await written('pdf', { name: 'usage', by: 'day', of: 'everyone' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('of questions is for administrators, and has words where they are kept', async () => {
    await askedQuestions()
    expect((await send('POST', '', { format: 'csv', ...QUESTIONS }, { object_id: 'anna' })).statusCode).toBe(403)
    expect((await send('POST', '', { format: 'pdf', ...QUESTIONS })).statusCode).toBe(400)
    const rows = (await written('jsonl', QUESTIONS)).toString().trim().split('\n')
    const questions = rows.map((row) => (JSON.parse(row) as { question: string | null }).question)
    expect(questions).toEqual([...FORMULAS.slice(0, -1), null])
  })

  it('has right types in Parquet', async () => {
    await askedQuestions()
    const bytes = await written('parquet', QUESTIONS)
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
    const rows = await parquetReadObjects({ file })
    expect(rows).toHaveLength(FORMULAS.length)
    expect(rows[0]).toMatchObject({
      question: '=1+1',
      asked_at: new Date('2026-03-30T10:00:00Z'),
      confidence: 0.5,
      duration_in_ms: 10,
      rating: null,
    })
  })

  it.skipIf(soffice === null)(
    'has no live formula, and right dates and numbers, in a workbook that LibreOffice opens',
    async () => {
      await askedQuestions()
      const xlsx = await written('xlsx', QUESTIONS)
      const csv = await saveAs(soffice ?? '', xlsx, 'xlsx', 'csv')
      const [names = [], ...rows]: string[][] = parse(csv)
      const column = (name: string) => rows.map((row) => row[names.indexOf(name)])
      const shown = FORMULAS.map((text) => text.replace('\u0007', ''))
      expect(column('question')).toEqual([...shown.slice(0, -1), ''])
      expect(column('asked_at')[1]).toBe('2026-03-30 10:00:01')
      expect(column('duration_in_ms')[3]).toBe('13')
      const flat = (await saveAs(soffice ?? '', xlsx, 'xlsx', 'fods')).toString()
      expect(flat).not.toContain('table:formula')
      expect(flat).toContain('office:value-type="date"')
    },
  )

  it('is refused once the right to it was taken away', async () => {
    const { id } = (await send('POST', '', { format: 'csv', name: 'limits' })).json<ReportExport>()
    const demoted = { object_id: 'root', roles: ['Reader' as const] }
    expect((await send('GET', `/exports/${id}/content`, undefined, demoted)).statusCode).toBe(403)
  })

  it('is gone after a day, with its bytes, unless another one has the very same', async () => {
    const files = async () =>
      (await Array.fromAsync(blobs.list(exportFolderOf(tenant_id), new AbortController().signal))).length
    const period = { name: 'usage', from: '2026-03-01', to: '2026-03-02' }
    await written('csv', period)
    clock.advance(20 * 3_600_000)
    await written('csv', period)
    expect(await files()).toBe(1)
    clock.advance(5 * 3_600_000)
    expect((await send('GET', '/exports')).json<{ exports: ReportExport[] }>().exports).toHaveLength(1)
    await removeExpired({ database, blobs, clock })
    expect(await files()).toBe(1)
    clock.advance(26 * 3_600_000)
    await removeExpired({ database, blobs, clock })
    expect(await files()).toBe(0)
    expect((await send('GET', '/exports')).json()).toEqual({ exports: [] })
  })
})
