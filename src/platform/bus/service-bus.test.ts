import { pino } from 'pino'
import { TOPICS } from '../../contracts/events.ts'
import { openTestDatabase } from '../../testing/open-test-database.ts'
import { startPostgresServer } from '../../testing/postgres-server.ts'
import { type ServiceBusPeer, startServiceBusPeer } from '../../testing/service-bus-peer/start-service-bus-peer.ts'
import type { Database } from '../database/database.ts'
import { openPostgresDatabase } from '../database/postgres.ts'
import { type BusUnderTest, describeBusContract } from './bus.contract.ts'
import { openServiceBus, type ServiceBusDependencies } from './service-bus.ts'

const logger = pino({ level: 'silent' })

/** Queues as they are made for Footnote in Azure: short locks, so that the job of a dead worker is soon given to another. */
const QUEUE = { lockDurationInMs: 10_000, maximumDeliveries: 10 }

function startPeer(queue = QUEUE): Promise<ServiceBusPeer> {
  const topics = Object.fromEntries(Object.keys(TOPICS).map((topic) => [topic, { ...queue, subscriptions: [] }]))
  return startServiceBusPeer({ topics, makesMissing: queue })
}

async function openUnderTest(database: Database): Promise<BusUnderTest> {
  const peer = await startPeer()
  const open = (options: Partial<ServiceBusDependencies> = {}) =>
    openServiceBus({
      access: { connectionString: peer.connectionString },
      database,
      logger,
      retryDelayInSeconds: 0,
      ...options,
    })
  const bus = await open()
  return {
    bus,
    database,
    openAnother: open,
    expireLeases: async () => peer.expireLocks(),
    [Symbol.asyncDispose]: async () => {
      await bus[Symbol.asyncDispose]()
      await peer[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

describeBusContract('Azure Service Bus beside PGlite', async () => openUnderTest(await openTestDatabase()))

describeBusContract('Azure Service Bus beside PostgreSQL', async () => {
  const server = await startPostgresServer()
  const database = openPostgresDatabase(server.url)
  await database.migrate()
  const opened = await openUnderTest(database)
  return {
    ...opened,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
})
