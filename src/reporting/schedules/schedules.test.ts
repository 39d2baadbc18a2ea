import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Principal } from '../../contracts/principal.ts'
import type { CreatedReportSchedule, ReportSchedule } from '../../contracts/report-schedules.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import { openPgBossBus } from '../../platform/bus/pg-boss.ts'
import { reportSchedules } from '../../platform/database/report-schema.ts'
import { signatureOf } from '../../platform/http/post-webhook.ts'
import type { Mail } from '../../platform/mail/mail.ts'
import { openSmtpMail } from '../../platform/mail/smtp.ts'
import { noteUsage } from '../../platform/usage-events/note-usage.ts'
import { contextFor, createManualClock } from '../../testing/call-contexts.ts'
import { type MailServer, startMailServer } from '../../testing/mail-server.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { randomEvent, seeded } from '../../testing/usage-orders.ts'
import { subscribeDeliveries } from './deliver-report.ts'
import { askForDue } from './keep-delivering.ts'
import { scheduleRoutes } from './schedule-routes.ts'

/** A Sunday; clocks in Berlin are put forward that night. */
const clock = createManualClock(Date.parse('2026-03-29T12:00:00Z'))
const DAY_IN_MS = 86_400_000
const ADMIN = { object_id: 'root', roles: ['Admin' as const] }
const logger = pino({ enabled: false })

let database: TestDatabase
let bus: Bus
let mailServer: MailServer
let mail: Mail
let server: TestServer
let strict: TestServer
let tenant_id: string
beforeAll(async () => {
  database = await openTestDatabase()
  bus = await openPgBossBus({ database, logger, retryDelayInSeconds: 0 })
  mailServer = await startMailServer()
  mail = openSmtpMail({ url: mailServer.url, from: 'footnote@example.org' })
  const limits = { userTokensPerDay: 0, tenantTokensPerDay: 0 }
  const dependencies = { database, bus, clock, logger, limits, mail, allowPrivateWebhooks: true, webhookSecret: 's' }
  server = await openTestServer({ roles: ['reporting'], clock })
  await server.app.register(scheduleRoutes(dependencies))
  strict = await openTestServer({ roles: ['reporting'], clock })
  await strict.app.register(scheduleRoutes({ ...dependencies, mail: null, allowPrivateWebhooks: false }))
  await subscribeDeliveries(dependencies)
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
})
afterAll(async () => {
  for (const part of [server, strict, mail, mailServer, bus, database]) await part[Symbol.asyncDispose]()
})

async function call(
  method: 'GET' | 'POST' | 'DELETE',
  path = '',
  body?: object,
  { by = ADMIN, on = server }: { readonly by?: Partial<Principal>; readonly on?: TestServer } = {},
) {
  const headers = await on.headersOf(contextFor({ tenant_id, ...by }, { clock }))
  const url = `/api/reports/schedules${path}`
  return on.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
}
const listed = async () => (await call('GET')).json<{ schedules: ReportSchedule[] }>().schedules

/** A receiver that answers with this status. */
async function openReceiver(status: number) {
  const received: { readonly headers: Record<string, unknown>; readonly body: string }[] = []
  const receiver = createServer((request, response) => {
    const answer = async () => {
      received.push({ headers: request.headers, body: await text(request) })
      response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end()
    }
    void answer()
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const { port } = receiver.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/hook`
  return { url, received, [Symbol.asyncDispose]: async () => void receiver.close() }
}

const WEEKLY = { name: 'usage', cron: '0 7 * * 1', time_zone: 'Europe/Berlin' }
const LETTER = { type: 'mail', to: ['ada@example.org'] }

async function asked(count: number): Promise<void> {
  const pick = seeded(3)
  await database.forTenant(tenant_id).transaction(async (tx) => {
    for (let n = 0; n < count; n++)
      await noteUsage(tx, {
        ...randomEvent(tenant_id, `event ${n}`, pick),
        at: new Date(Date.parse('2026-03-25T10:00:00Z')),
      })
  })
}

describe('a report at fixed times', () => {
  it('comes to people with its file, once each time, at the hour of their clocks', async () => {
    await asked(3)
    const made = await call('POST', '', { ...WEEKLY, format: 'csv', destination: LETTER })
    expect(made.statusCode).toBe(201)
    // Seven in summer time; the day before it would have been six in UTC.
    expect(made.json()).toMatchObject({ next_at: '2026-03-30T05:00:00.000Z', days: 7, signing_secret: null })
    const before = mailServer.arrived.length
    await askForDue({ database, bus, clock })
    clock.advance(DAY_IN_MS)
    await Promise.all([askForDue({ database, bus, clock }), askForDue({ database, bus, clock })])
    await vi.waitFor(
      async () => expect(await listed()).toMatchObject([{ last_at: '2026-03-30T05:00:00.000Z', last_problem: null }]),
      { timeout: 20_000, interval: 100 },
    )
    expect(await listed()).toMatchObject([{ next_at: '2026-04-06T05:00:00.000Z' }])
    const isDone = async () => expect(await bus.isPending('deliver-report', { tenant_id })).toBe(false)
    await vi.waitFor(isDone, { timeout: 20_000, interval: 100 })
    const [letter, ...more] = mailServer.arrived.slice(before)
    expect(more).toEqual([])
    expect(letter?.to).toEqual(['ada@example.org'])
    expect(letter?.raw).toContain('filename=usage-2026-03-22.csv')
    expect(letter?.raw.replaceAll('=\r\n', '')).toContain('questions 3')
  })

  it('comes to a webhook as numbers that the receiver can check, and again when it is not taken', async () => {
    await asked(2)
    await using receiver = await openReceiver(200)
    const destination = { type: 'webhook', url: receiver.url }
    const { id, signing_secret: secret } = (
      await call('POST', '', { ...WEEKLY, destination })
    ).json<CreatedReportSchedule>()
    expect((await call('POST', `/${id}/send`)).statusCode).toBe(202)
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 20_000, interval: 100 })
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received
    expect(JSON.parse(body)).toMatchObject({
      type: 'report',
      schedule_id: id,
      report: { name: 'usage', of: 'everyone' },
    })
    const key = Buffer.from(secret?.slice('whsec_'.length) ?? '', 'base64')
    const message = { id: String(headers['webhook-id']), timestamp: Number(headers['webhook-timestamp']), text: body }
    expect(headers['webhook-signature']).toBe(signatureOf(message, key))
    expect((await listed())[0]).not.toHaveProperty('signing_secret')
  })

  it.each([
    ['refuses it', 500, 'the webhook answered 500'],
    ['leads elsewhere', 302, 'the webhook answered 302'],
  ])('that a webhook %s says so, and ends as a dead letter', async (_, status, sentence) => {
    await using receiver = await openReceiver(status)
    const destination = { type: 'webhook', url: receiver.url }
    const { id } = (await call('POST', '', { ...WEEKLY, destination })).json<ReportSchedule>()
    await call('POST', `/${id}/send`)
    await vi.waitFor(
      async () => {
        const { letters } = await bus.deadLetters({ tenantId: tenant_id, limit: 10 })
        expect(letters).toMatchObject([{ queue: 'deliver-report', reason: sentence }])
      },
      { timeout: 40_000, interval: 200 },
    )
    expect(await listed()).toMatchObject([{ last_problem: sentence }])
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it.each([
    [
      'an inner network',
      { ...WEEKLY, destination: { type: 'webhook', url: 'https://169.254.169.254/latest' } },
      400,
      'inner network',
    ],
    [
      'an address without encryption',
      { ...WEEKLY, destination: { type: 'webhook', url: 'http://example.org/' } },
      400,
      'https',
    ],
    [
      'an address with a password',
      { ...WEEKLY, destination: { type: 'webhook', url: 'https://a:b@example.org/' } },
      400,
      'password',
    ],
    ['people where no mail is sent', { ...WEEKLY, destination: LETTER }, 409, 'FOOTNOTE_SMTP_URL'],
  ])('is not sent to %s', async (_, body, status, words) => {
    const refused = await call('POST', '', body, { on: strict })
    expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
      status,
      expect.stringContaining(words),
    ])
  })

  it.each([
    ['every minute', { cron: '* * * * *' }, 'once an hour'],
    ['on the thirtieth of February', { cron: '0 0 30 2 *' }, 'never'],
    ['in words', { cron: 'every morning' }, 'minute, hour'],
    ['in no time zone', { time_zone: 'Mars' }, 'Europe/Berlin'],
    ['by what it does not have', { by: 'source' }, 'by day'],
    ['to no address', { destination: { type: 'mail', to: ['ada@example.org\r\nBcc: eve@example.org'] } }, 'email'],
  ])('is refused %s', async (_, given, words) => {
    const refused = await call('POST', '', { ...WEEKLY, destination: LETTER, ...given })
    expect([refused.statusCode, refused.body]).toEqual([400, expect.stringContaining(words)])
  })

  it('is a matter of administrators, and of their own organisation', async () => {
    const { id } = (await call('POST', '', { ...WEEKLY, destination: LETTER })).json<ReportSchedule>()
    const reader = { object_id: 'eve', roles: ['Contributor' as const] }
    for (const [method, path] of [
      ['GET', ''],
      ['POST', `/${id}/send`],
      ['DELETE', `/${id}`],
    ] as const)
      expect((await call(method, path, undefined, { by: reader })).statusCode).toBe(403)
    const stranger = { by: { ...ADMIN, tenant_id: 'other' } }
    expect((await call('POST', `/${id}/send`, undefined, stranger)).statusCode).toBe(404)
    await call('DELETE', `/${id}`, undefined, stranger)
    expect(await listed()).toHaveLength(1)
    expect((await call('DELETE', `/${id}`)).statusCode).toBe(204)
    const left = eq(reportSchedules.tenantId, tenant_id)
    expect(await database.system.select().from(reportSchedules).where(left)).toEqual([])
  })
})
