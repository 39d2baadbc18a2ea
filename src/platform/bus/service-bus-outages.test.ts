import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { ServiceBusClient } from '@azure/service-bus'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import {
  type ServiceBusPeer,
  type ServiceBusPeerOptions,
  startServiceBusPeer,
} from '../../testing/service-bus-peer/start-service-bus-peer.ts'
import { type Bus, type Delivery, MAXIMUM_DELIVERIES } from './bus.ts'
import { openServiceBus, type ServiceBusDependencies } from './service-bus.ts'
import { recoverLostJobs } from './service-bus-lost-jobs.ts'
import { ServiceBusRelay } from './service-bus-relay.ts'

const logger = pino({ level: 'silent' })
let database: TestDatabase
const opened: AsyncDisposable[] = []
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(async () => database?.[Symbol.asyncDispose]())
afterEach(async () => {
  for (const part of opened.splice(0).reverse()) await part[Symbol.asyncDispose]()
  await database.system.execute(sql`delete from bus_outbox`)
  await database.system.execute(sql`delete from bus_dead_letters`)
})

async function startPeer(options: Partial<ServiceBusPeerOptions> = {}): Promise<ServiceBusPeer> {
  const topics = { 'index-updated': { subscriptions: ['cache'] } }
  const peer = await startServiceBusPeer({ queues: { jobs: {} }, topics, ...options })
  opened.push(peer)
  return peer
}

async function openBus(peer: ServiceBusPeer, options: Partial<ServiceBusDependencies> = {}): Promise<Bus> {
  const access = { connectionString: peer.connectionString }
  const bus = await openServiceBus({
    access,
    database,
    logger,
    retryDelayInSeconds: 0,
    closeTimeoutInMs: 2_000,
    ...options,
  })
  opened.push(bus)
  return bus
}

function connect(peer: ServiceBusPeer): ServiceBusClient {
  const client = new ServiceBusClient(peer.connectionString)
  opened.push({ [Symbol.asyncDispose]: () => client.close() })
  return client
}

/** Hands jobs to the broker although nobody works on them. */
function openRelay(peer: ServiceBusPeer): ServiceBusRelay {
  const relay = new ServiceBusRelay({
    database,
    client: connect(peer),
    logger,
    freeHands: () => new Map([['jobs', 10]]),
  })
  opened.push(relay)
  return relay
}

const numberOf = ({ payload }: Delivery): number => (payload as { n: number }).n
const send = (bus: Bus, n = 0) => bus.send('jobs', { tenant_id: 'a', n })
const letters = async (bus: Bus) => (await bus.deadLetters({ limit: 10 })).letters
const waiting = (peer: ServiceBusPeer) => () => peer.counts('jobs').waiting

describe('Azure Service Bus that goes away', { timeout: 60_000 }, () => {
  it('is used again within seconds after it was away', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer)
    const done: number[] = []
    await bus.work('jobs', { concurrency: 2 }, async (delivery) => void done.push(numberOf(delivery)))
    await send(bus, 1)
    await expect.poll(() => done).toEqual([1])
    await peer.stop()
    await send(bus, 2)
    await bus.publish('index-updated', { version: 1, tenant_id: 'a', generation: 'g', document_ids: [] })
    const stoppedAt = Date.now()
    await expect.poll(() => Date.now() - stoppedAt, { timeout: 10_000 }).toBeGreaterThan(4_000)
    const startedAt = performance.now()
    await peer.start()
    await expect.poll(() => done, { timeout: 15_000 }).toEqual([1, 2])
    await expect.poll(() => peer.counts('index-updated/Subscriptions/cache').waiting, { timeout: 15_000 }).toBe(1)
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  it('does not keep senders waiting while it is away', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer)
    await peer.stop()
    const startedAt = performance.now()
    for (let n = 0; n < 20; n++) await send(bus, n)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect(await bus.depth('jobs')).toBe(20)
  })

  it('loses no job while its connections break again and again', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer)
    const done = new Set<number>()
    await bus.work('jobs', { concurrency: 4 }, async (delivery) => void done.add(numberOf(delivery)))
    for (let n = 0; n < 60; n++) await send(bus, n)
    for (let cut = 1; cut <= 10; cut++) {
      await expect.poll(() => done.size, { timeout: 20_000, interval: 5 }).toBeGreaterThanOrEqual(cut * 5)
      peer.cutConnections()
    }
    await expect.poll(() => done.size, { timeout: 40_000 }).toBe(60)
    await expect.poll(() => bus.isPending('jobs', {}), { timeout: 10_000 }).toBe(false)
    expect(await letters(bus)).toEqual([])
  })

  it('is waited for at the start', async () => {
    const peer = await startPeer()
    await peer.stop()
    const bus = await openBus(peer)
    const done: number[] = []
    await bus.work('jobs', { concurrency: 1 }, async (delivery) => void done.push(numberOf(delivery)))
    await send(bus, 7)
    await peer.start()
    await expect.poll(() => done, { timeout: 20_000 }).toEqual([7])
  })

  it('has silent receivers replaced', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer, { patienceInMs: 1_000 })
    const done: number[] = []
    const events: string[] = []
    await bus.work('jobs', { concurrency: 1 }, async (delivery) => void done.push(numberOf(delivery)))
    await bus.subscribe('index-updated', 'cache', async ({ generation }) => void events.push(generation))
    peer.silenceReceivers()
    await send(bus, 1)
    await bus.publish('index-updated', { version: 1, tenant_id: 'a', generation: 'g', document_ids: [] })
    await expect.poll(() => done, { timeout: 20_000 }).toEqual([1])
    await expect.poll(() => events, { timeout: 20_000 }).toEqual(['g'])
  })

  it('is sent a job again that it has lost, and only that one', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer)
    await send(bus, 1)
    const relay = openRelay(peer)
    await expect.poll(waiting(peer)).toBe(1)
    await relay[Symbol.asyncDispose]()
    await send(bus, 2)
    await database.system.execute(
      sql`update bus_outbox set claimed_at = now() - interval '5 minutes', sent_at = now() - interval '5 minutes'`,
    )
    expect(await recoverLostJobs(database, connect(peer), 'jobs')).toBe(1)
    const { rows } = await database.system.execute(
      sql`select payload -> 'n' as n from bus_outbox where sent_at is null and sending = 1`,
    )
    expect(rows).toEqual([{ n: 2 }])
  })
})

describe('a job over Azure Service Bus', { timeout: 60_000 }, () => {
  it('may take much longer than a lock lasts', async () => {
    const peer = await startPeer({ queues: { jobs: { lockDurationInMs: 1_000 } } })
    const bus = await openBus(peer)
    const attempts: number[] = []
    const mayEnd = Promise.withResolvers<void>()
    let lock: AbortSignal | undefined
    await bus.work('jobs', { concurrency: 2 }, async ({ attempt, signal }) => {
      attempts.push(attempt)
      lock = signal
      await mayEnd.promise
    })
    await send(bus)
    await expect.poll(() => attempts).toEqual([1])
    const startedAt = Date.now()
    await expect.poll(() => Date.now() - startedAt, { timeout: 10_000 }).toBeGreaterThan(4_000)
    expect(lock?.aborted).toBe(false)
    mayEnd.resolve()
    await expect.poll(() => bus.isPending('jobs', {})).toBe(false)
    expect(attempts).toEqual([1])
  })

  it('goes to another worker within a lock time when its worker dies', async () => {
    const peer = await startPeer({ queues: { jobs: { lockDurationInMs: 2_000 } }, locksEndWithConnection: false })
    const bus = await openBus(peer)
    await send(bus)
    openRelay(peer)
    // Takes the message and is never heard of again.
    const dead = connect(peer).createReceiver('jobs', { maxAutoLockRenewalDurationInMs: 0 })
    await dead.receiveMessages(1)
    const startedAt = performance.now()
    const done: number[] = []
    await bus.work('jobs', { concurrency: 1 }, async (delivery) => void done.push(numberOf(delivery)))
    await expect.poll(() => done, { timeout: 10_000 }).toEqual([0])
    expect(performance.now() - startedAt).toBeLessThan(6_000)
  })

  it('is one message to the broker when the relay dies before it can say that it was sent', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer)
    await send(bus)
    const relay = openRelay(peer)
    await expect.poll(waiting(peer)).toBe(1)
    await database.system.execute(sql`update bus_outbox set sent_at = null, claimed_at = now() - interval '1 minute'`)
    relay.wake()
    await expect.poll(() => peer.totals()).toMatchObject({ accepted: 1, duplicates: 1 })
    expect(peer.counts('jobs').waiting).toBe(1)
  })

  it('is not put into the broker before a worker has a hand free', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer)
    for (let n = 0; n < 20; n++) await send(bus, n)
    const mayEnd = Promise.withResolvers<void>()
    const started: number[] = []
    await bus.work('jobs', { concurrency: 3 }, async (delivery) => {
      started.push(numberOf(delivery))
      await mayEnd.promise
    })
    await expect.poll(() => started.length).toBe(3)
    bus.wake('jobs')
    await expect.poll(() => bus.depth('jobs')).toBe(17)
    expect(peer.totals().accepted).toBe(3)
    expect(peer.counts('jobs')).toEqual({ waiting: 0, locked: 3, deadLetters: 0 })
    mayEnd.resolve()
    await expect.poll(() => started.length, { timeout: 20_000 }).toBe(20)
  })

  it('is shown to the broker when nobody works on its queue, so that a worker can be started', async () => {
    const peer = await startPeer()
    const sender = await openBus(peer)
    for (let n = 0; n < 3; n++) await send(sender, n)
    expect(peer.counts('jobs').waiting).toBe(0)
    await database.system.execute(
      sql`update bus_outbox set created_at = now() - interval '1 minute', not_before = now() - interval '1 minute'`,
    )
    await openBus(peer)
    await expect.poll(waiting(peer)).toBe(1)
  })

  it('is refused when it carries more than ids and hashes', async () => {
    const bus = await openBus(await startPeer())
    const payload = { tenant_id: 'a', text: 'x'.repeat(8_192) }
    await expect(bus.send('jobs', payload)).rejects.toThrow(/must stay below 8192/)
    expect(await bus.depth('jobs')).toBe(0)
  })
})

describe('dead letters of Azure Service Bus', { timeout: 60_000 }, () => {
  it('hold a job whose workers died with it', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer)
    await send(bus, 3)
    await database.system.execute(sql`update bus_outbox set attempts = ${MAXIMUM_DELIVERIES}`)
    let handled = 0
    await bus.work('jobs', { concurrency: 1 }, async () => void handled++)
    await expect
      .poll(() => letters(bus))
      .toMatchObject([
        { payload: { n: 3 }, reason: 'The worker died or did not answer in time.', attempts: MAXIMUM_DELIVERIES },
      ])
    expect(handled).toBe(0)
    expect(await bus.isPending('jobs', {})).toBe(false)
  })

  it('hold what the broker gave up by itself', async () => {
    const peer = await startPeer({ queues: { jobs: { maximumDeliveries: 2 } } })
    const bus = await openBus(peer)
    await send(bus, 4)
    openRelay(peer)
    const dying = connect(peer).createReceiver('jobs')
    for (let delivery = 0; delivery < 2; delivery++) {
      const [message] = await dying.receiveMessages(1)
      await dying.abandonMessage(message!)
    }
    expect(peer.counts('jobs').deadLetters).toBe(1)
    await bus.work('jobs', { concurrency: 1 }, async () => undefined)
    await expect.poll(() => letters(bus)).toMatchObject([{ queue: 'jobs', tenantId: 'a', payload: { n: 4 } }])
    await expect.poll(() => peer.counts('jobs').deadLetters).toBe(0)
    expect(await bus.isPending('jobs', {})).toBe(false)
  })

  it('hold an event that the broker gave up by itself', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer)
    const event = { version: 1, tenant_id: 'a', generation: 'g', document_ids: [] as string[] } as const
    await bus.publish('index-updated', event)
    const receiver = connect(peer).createReceiver('index-updated', 'cache')
    const [message] = await receiver.receiveMessages(1)
    await receiver.deadLetterMessage(message!, {
      deadLetterReason: 'by hand',
      deadLetterErrorDescription: 'not wanted',
    })
    await bus.subscribe('index-updated', 'cache', async () => undefined)
    await expect
      .poll(() => letters(bus))
      .toMatchObject([{ queue: 'index-updated.cache', tenantId: 'a', payload: event, reason: 'not wanted' }])
  })

  it('do not hold what did not come from here', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer)
    await connect(peer).createSender('jobs').sendMessages({ body: 'from somebody else' })
    let handled = 0
    await bus.work('jobs', { concurrency: 1 }, async () => void handled++)
    await expect.poll(() => peer.counts('jobs')).toEqual({ waiting: 0, locked: 0, deadLetters: 0 })
    expect(handled).toBe(0)
    expect(await letters(bus)).toEqual([])
  })
})

describe('the way into Azure Service Bus', { timeout: 60_000 }, () => {
  it('says in one sentence that a queue or subscription is missing', async () => {
    const bus = await openBus(await startPeer())
    const work = bus.work('elsewhere', { concurrency: 1 }, async () => undefined)
    await expect(work).rejects.toThrow('Azure Service Bus has no queue "elsewhere": create it and start again.')
    const subscribe = bus.subscribe('index-updated', 'nobody', async () => undefined)
    await expect(subscribe).rejects.toThrow(
      'Azure Service Bus has no subscription "nobody" of the topic "index-updated": create it and start again.',
    )
  })

  it('says in one sentence that the key is wrong', async () => {
    const peer = await startPeer()
    const bus = await openBus(peer, { access: { connectionString: peer.wrongConnectionString } })
    const work = bus.work('jobs', { concurrency: 1 }, async () => undefined)
    await expect(work).rejects.toThrow(/refuses us the queue "jobs": check the key/)
  })

  it('warns once while messages cannot be handed over, and keeps them', async () => {
    const peer = await startPeer({ topics: {} })
    const lines: { msg: string }[] = []
    const listening = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) })
    const bus = await openBus(peer, { logger: listening })
    const event = { version: 1, tenant_id: 'a', generation: 'g', document_ids: [] as string[] } as const
    for (let n = 0; n < 3; n++) await bus.publish('index-updated', event)
    const missing = 'Azure Service Bus has no queue or topic "index-updated": create it and start again.'
    await expect.poll(() => lines.map(({ msg }) => msg), { timeout: 10_000 }).toEqual([missing])
    const { rows } = await database.system.execute(sql`select count(*)::int as kept from bus_outbox`)
    expect(rows).toEqual([{ kept: 3 }])
  })

  it('is open to the identity of a machine, over TLS', async () => {
    const before = getCACertificates('default')
    const peer = await startPeer({ tls: true })
    setDefaultCACertificates([...before, peer.certificate!])
    try {
      const getToken = async () => ({ token: peer.accessToken, expiresOnTimestamp: Date.now() + 3_600_000 })
      const bus = await openBus(peer, { access: { address: peer.namespace, credential: { getToken } } })
      const done = Promise.withResolvers<Delivery>()
      await bus.work('jobs', { concurrency: 1 }, async (delivery) => done.resolve(delivery))
      await send(bus, 5)
      expect(numberOf(await done.promise)).toBe(5)
    } finally {
      setDefaultCACertificates(before)
    }
  })
})
