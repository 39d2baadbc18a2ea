import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Bus } from '../../platform/bus/bus.ts'
import { openPgBossBus } from '../../platform/bus/pg-boss.ts'
import { alerts } from '../../platform/database/schema.ts'
import { openTelemetry } from '../../platform/telemetry/pino-prometheus.ts'
import type { Telemetry } from '../../platform/telemetry/telemetry.ts'
import { createManualClock } from '../../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import type { AlertMessage } from './post-alert.ts'
import { type DeadLetterWatch, watchDeadLetters } from './watch-dead-letters.ts'

const silent = pino({ level: 'silent' })
const ABOVE = 3

let database: TestDatabase
let bus: Bus
let tenantId: string
beforeAll(async () => {
  database = await openTestDatabase()
  bus = await openPgBossBus({ database, logger: silent, retryDelayInSeconds: 0 })
  await bus.work('hopeless', { concurrency: 4 }, async () => {
    throw new Error('always fails')
  })
})
beforeEach(async () => {
  tenantId = await database.newTenant()
  await database.system.delete(alerts)
})
afterEach(async () => {
  await bus.discardDeadLetters({ tenantId })
})
afterAll(async () => {
  await bus[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

/** Give up so many jobs more. */
async function giveUp(count: number): Promise<void> {
  const before = await bus.deadLetterDepth()
  for (let n = 0; n < count; n++) await bus.send('hopeless', { tenant_id: tenantId })
  await expect.poll(() => bus.deadLetterDepth(), { timeout: 20_000 }).toBe(before + count)
}

/** A real server that notes what it is sent and answers as the test says. */
async function openWebhook(answer: () => { status: number; headers?: Record<string, string> } | null) {
  const received: AlertMessage[] = []
  let requests = 0
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request)
    requests += 1
    const reply = answer()
    if (reply === null) return
    if (reply.status === 200) received.push(JSON.parse(body.toString()) as AlertMessage)
    response.writeHead(reply.status, reply.headers).end()
  }
  const server = createServer((request, response) => void handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Process extends AsyncDisposable {
  readonly watch: DeadLetterWatch
  readonly telemetry: Telemetry
  readonly lines: { readonly level: number; readonly msg: string; readonly dead_letters?: number }[]
}

const clock = createManualClock()

function openProcess(webhook?: string): Process {
  const lines: Process['lines'] = []
  const telemetry = openTelemetry({
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  })
  const { logger, meter } = telemetry
  const watch = watchDeadLetters({
    database,
    bus,
    clock,
    logger,
    meter,
    alert: { above: ABOVE, webhook },
    firstWaitInMs: 1,
  })
  return {
    watch,
    telemetry,
    lines,
    [Symbol.asyncDispose]: async () => {
      await watch[Symbol.asyncDispose]()
      await telemetry[Symbol.asyncDispose]()
    },
  }
}

describe('the watch over dead letters', () => {
  it('shows how many there are, and whether that is too many', async () => {
    await using process = openProcess()
    await giveUp(ABOVE)
    await process.watch.look()
    expect(await process.telemetry.renderMetrics()).toMatch(/^footnote_dead_letters\S* 3$/m)
    expect(await process.telemetry.renderMetrics()).toMatch(/^footnote_dead_letter_alert\S* 0$/m)
    await giveUp(1)
    await process.watch.look()
    expect(await process.telemetry.renderMetrics()).toMatch(/^footnote_dead_letters\S* 4$/m)
    expect(await process.telemetry.renderMetrics()).toMatch(/^footnote_dead_letter_alert\S* 1$/m)
  })

  it('writes one warning when there are too many, and one line when they are few again', async () => {
    await using process = openProcess()
    await giveUp(ABOVE + 1)
    for (let n = 0; n < 3; n++) await process.watch.look()
    await giveUp(1)
    await process.watch.look()
    await bus.discardDeadLetters({ tenantId })
    for (let n = 0; n < 3; n++) await process.watch.look()
    expect(process.lines.map(({ level, dead_letters }) => [level, dead_letters])).toEqual([
      [40, ABOVE + 1],
      [30, 0],
    ])
  })

  it('tells the webhook once of each change, out of several processes', async () => {
    await using webhook = await openWebhook(() => ({ status: 200 }))
    await using first = openProcess(webhook.url)
    await using second = openProcess(webhook.url)
    await using third = openProcess(webhook.url)
    const lookAll = () => Promise.all([first, second, third].map(({ watch }) => watch.look()))
    await giveUp(ABOVE + 1)
    for (let n = 0; n < 3; n++) await lookAll()
    await expect.poll(() => webhook.received.length).toBe(1)
    clock.advance(5_000)
    await bus.discardDeadLetters({ tenantId })
    for (let n = 0; n < 3; n++) await lookAll()
    await expect.poll(() => webhook.received.length).toBe(2)
    await lookAll()
    expect(webhook.received).toMatchObject([
      { type: 'dead-letters-raised', dead_letters: ABOVE + 1, above: ABOVE, text: expect.stringContaining('4 dead') },
      { type: 'dead-letters-cleared', dead_letters: 0, above: ABOVE },
    ])
    expect(webhook.requests()).toBe(2)
    expect([first, second, third].flatMap(({ lines }) => lines)).toHaveLength(2)
  })

  it('says nothing anew after a restart', async () => {
    await using webhook = await openWebhook(() => ({ status: 200 }))
    await giveUp(ABOVE + 1)
    {
      await using before = openProcess(webhook.url)
      await before.watch.look()
      await expect.poll(() => webhook.received.length).toBe(1)
    }
    await using after = openProcess(webhook.url)
    await after.watch.look()
    await after.watch.look()
    expect(after.lines).toEqual([])
    expect(webhook.requests()).toBe(1)
  })

  it('tries a webhook that fails three times in all, writes that down, and goes on', async () => {
    await using webhook = await openWebhook(() => ({ status: 500 }))
    await using process = openProcess(webhook.url)
    await giveUp(ABOVE + 1)
    await process.watch.look()
    await expect.poll(() => process.lines.map(({ level }) => level)).toEqual([40, 50])
    await process.watch.look()
    expect(webhook.requests()).toBe(3)
    expect(await process.telemetry.renderMetrics()).toMatch(/^footnote_dead_letter_alert\S* 1$/m)
  })

  it('does not follow a webhook that sends it elsewhere', async () => {
    await using elsewhere = await openWebhook(() => ({ status: 200 }))
    await using webhook = await openWebhook(() => ({ status: 307, headers: { location: elsewhere.url } }))
    await using process = openProcess(webhook.url)
    await giveUp(ABOVE + 1)
    await process.watch.look()
    await expect.poll(() => process.lines.map(({ level }) => level)).toEqual([40, 50])
    expect(elsewhere.requests()).toBe(0)
  })

  it('keeps counting while a webhook does not answer, and leaves the telling to others when it is closed', async () => {
    await using webhook = await openWebhook(() => null)
    await giveUp(ABOVE + 1)
    {
      await using process = openProcess(webhook.url)
      await process.watch.look()
      await expect.poll(() => webhook.requests()).toBe(1)
      await giveUp(1)
      await process.watch.look()
      expect(await process.telemetry.renderMetrics()).toMatch(/^footnote_dead_letters\S* 5$/m)
    }
    expect(await database.system.select().from(alerts)).toMatchObject([{ raised: true, told: false }])
    await using answering = await openWebhook(() => ({ status: 200 }))
    await using next = openProcess(answering.url)
    await next.watch.look()
    expect(answering.requests()).toBe(0)
    clock.advance(61_000)
    await next.watch.look()
    await expect.poll(() => answering.received).toMatchObject([{ type: 'dead-letters-raised' }])
  })
})
