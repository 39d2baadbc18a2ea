import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import {
  type ProcessErrorArgs,
  ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus'
import { afterEach, describe, expect, it } from 'vitest'
import type { Topology } from './namespace.ts'
import { type ServiceBusPeerOptions, startServiceBusPeer } from './start-service-bus-peer.ts'

/** Fails at once instead of trying for a minute. */
const IMPATIENT = { retryOptions: { maxRetries: 0, timeoutInMs: 4_000 } }
const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part[Symbol.asyncDispose]()
})

function connect(connectionString: string, options: object = IMPATIENT): ServiceBusClient {
  const client = new ServiceBusClient(connectionString, options)
  open.push({ [Symbol.asyncDispose]: () => client.close() })
  return client
}

async function start(options: ServiceBusPeerOptions) {
  const peer = await startServiceBusPeer(options)
  open.push(peer)
  return { peer, client: connect(peer.connectionString) }
}

const jobs = (options: object = {}): Topology => ({ queues: { jobs: options } })

/** The next message, or undefined when none comes soon. */
async function next(receiver: ServiceBusReceiver, waitInMs = 2_000): Promise<ServiceBusReceivedMessage | undefined> {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: waitInMs })
  return message
}

describe('the Service Bus peer, asked by the SDK', () => {
  it('keeps a message until it is completed', async () => {
    const { peer, client } = await start(jobs())
    await client.createSender('jobs').sendMessages({ body: { n: 1 }, applicationProperties: { tenant: 'a' } })
    const receiver = client.createReceiver('jobs')
    const message = await next(receiver)
    expect(message).toMatchObject({ body: { n: 1 }, applicationProperties: { tenant: 'a' }, deliveryCount: 0 })
    expect(peer.counts('jobs')).toEqual({ waiting: 0, locked: 1, deadLetters: 0 })
    await receiver.completeMessage(message!)
    expect(peer.counts('jobs')).toEqual({ waiting: 0, locked: 0, deadLetters: 0 })
  })

  it('gives every subscription of a topic its own copy', async () => {
    const { peer, client } = await start({ topics: { news: { subscriptions: ['a', 'b'] } } })
    await client.createSender('news').sendMessages([{ body: 1 }, { body: 2 }])
    const receiver = client.createReceiver('news', 'a')
    for (const message of await receiver.receiveMessages(2)) await receiver.completeMessage(message)
    expect(peer.counts('news/Subscriptions/a').waiting).toBe(0)
    expect(peer.counts('news/Subscriptions/b').waiting).toBe(2)
  })

  it('gives an abandoned message again and moves it to the dead letters in the end', async () => {
    const { client } = await start(jobs({ maximumDeliveries: 3 }))
    await client.createSender('jobs').sendMessages({ body: 'poison', messageId: 'p' })
    const receiver = client.createReceiver('jobs')
    for (const delivery of [0, 1, 2]) {
      const message = await next(receiver)
      expect(message?.deliveryCount).toBe(delivery)
      await receiver.abandonMessage(message!, { error: `number ${delivery}` })
    }
    const letters = client.createReceiver('jobs', { subQueueType: 'deadLetter' })
    const [peeked] = await letters.peekMessages(10)
    expect(peeked).toMatchObject({ messageId: 'p', deadLetterReason: 'MaxDeliveryCountExceeded' })
    const letter = await next(letters)
    expect(letter).toMatchObject({ deadLetterSource: 'jobs', applicationProperties: { error: 'number 2' } })
    await letters.completeMessage(letter!)
    expect(await letters.peekMessages(10)).toEqual([])
  })

  it('keeps reason, description and properties of a message that is given up', async () => {
    const { client } = await start(jobs())
    await client.createSender('jobs').sendMessages({ body: 'bad' })
    const receiver = client.createReceiver('jobs')
    const reasons = { deadLetterReason: 'parsing', deadLetterErrorDescription: 'not a PDF', attempts: 5 }
    await receiver.deadLetterMessage((await next(receiver))!, reasons)
    expect(await next(client.createReceiver('jobs', { subQueueType: 'deadLetter' }))).toMatchObject({
      deadLetterReason: 'parsing',
      deadLetterErrorDescription: 'not a PDF',
      applicationProperties: { attempts: 5 },
    })
  })

  it('gives a message again when its lock has expired, and refuses the late completion', async () => {
    const { client } = await start(jobs({ lockDurationInMs: 200 }))
    await client.createSender('jobs').sendMessages({ body: 'slow' })
    const receiver = client.createReceiver('jobs', { maxAutoLockRenewalDurationInMs: 0 })
    const first = await next(receiver)
    const second = await next(receiver)
    expect(second?.deliveryCount).toBe(1)
    await expect(receiver.completeMessage(first!)).rejects.toMatchObject({ code: 'MessageLockLost' })
    await receiver.completeMessage(second!)
  })

  it('keeps a lock that is renewed', async () => {
    const { peer, client } = await start(jobs({ lockDurationInMs: 1_500 }))
    await client.createSender('jobs').sendMessages({ body: 'slow' })
    const receiver = client.createReceiver('jobs', { maxAutoLockRenewalDurationInMs: 0 })
    const message = (await next(receiver))!
    const firstEnd = message.lockedUntilUtc!
    await expect.poll(() => Date.now() > firstEnd.getTime() - 700, { timeout: 5_000 }).toBe(true)
    const renewed = await receiver.renewMessageLock(message)
    expect(renewed.getTime()).toBeGreaterThan(firstEnd.getTime())
    await expect.poll(() => Date.now() > firstEnd.getTime() + 100, { timeout: 5_000 }).toBe(true)
    expect(peer.counts('jobs').locked).toBe(1)
    await receiver.completeMessage(message)
  })

  it('drops a second message with the same id while the window is open', async () => {
    const { peer, client } = await start(jobs({ duplicateWindowInMs: 500 }))
    const sender = client.createSender('jobs')
    for (const body of [1, 2, 3]) await sender.sendMessages({ body, messageId: 'same' })
    expect(peer.counts('jobs').waiting).toBe(1)
    expect(peer.totals()).toMatchObject({ accepted: 1, duplicates: 2 })
    const sendAgain = async () => {
      await sender.sendMessages({ body: 4, messageId: 'same' })
      return peer.counts('jobs').waiting
    }
    await expect.poll(sendAgain, { timeout: 5_000 }).toBe(2)
  })

  it('holds scheduled messages back until they are due, and forgets cancelled ones', async () => {
    const { peer, client } = await start(jobs())
    const sender = client.createSender('jobs')
    const due = new Date(Date.now() + 400)
    await sender.sendMessages({ body: 'later', scheduledEnqueueTimeUtc: due })
    const [cancelled] = await sender.scheduleMessages([{ body: 'never' }], due)
    await sender.cancelScheduledMessages(cancelled!)
    expect(peer.counts('jobs').waiting).toBe(0)
    const received = await next(client.createReceiver('jobs'))
    expect(received?.body).toBe('later')
    expect(Date.now()).toBeGreaterThanOrEqual(due.getTime())
    expect(peer.counts('jobs').waiting).toBe(0)
  })

  it('takes batches and refuses what is larger than 256 KB', async () => {
    const { peer, client } = await start(jobs())
    const sender = client.createSender('jobs')
    const batch = await sender.createMessageBatch()
    for (let n = 0; n < 500; n++) expect(batch.tryAddMessage({ body: { n } })).toBe(true)
    expect(batch.tryAddMessage({ body: 'x'.repeat(262_144) })).toBe(false)
    await sender.sendMessages(batch)
    expect(peer.counts('jobs').waiting).toBe(500)
    const tooLarge = sender.sendMessages({ body: 'x'.repeat(262_144) })
    await expect(tooLarge).rejects.toMatchObject({ code: 'MessageSizeExceeded' })
  })

  it('delivers thousands of messages over one link', { timeout: 60_000 }, async () => {
    const { peer, client } = await start(jobs())
    const sender = client.createSender('jobs')
    for (let n = 0; n < 3_000; n += 500)
      await sender.sendMessages(Array.from({ length: 500 }, (_, at) => ({ body: n + at })))
    const seen = new Set<number>()
    const receiver = client.createReceiver('jobs')
    receiver.subscribe(
      { processMessage: async ({ body }) => void seen.add(body), processError: async () => undefined },
      { maxConcurrentCalls: 50 },
    )
    await expect.poll(() => peer.counts('jobs'), { timeout: 50_000 }).toMatchObject({ waiting: 0, locked: 0 })
    expect(seen.size).toBe(3_000)
  })

  it('refuses a wrong key and a queue that is not there', async () => {
    const { peer, client } = await start(jobs())
    const stranger = connect(peer.wrongConnectionString)
    const refused = stranger.createSender('jobs').sendMessages({ body: 1 })
    await expect(refused).rejects.toMatchObject({ code: 'UnauthorizedAccess' })
    expect(peer.totals()).toMatchObject({ accepted: 0 })
    expect(peer.totals().refusals).toBeGreaterThan(0)
    const lost = client.createSender('elsewhere').sendMessages({ body: 1 })
    await expect(lost).rejects.toMatchObject({ code: 'MessagingEntityNotFound' })
  })

  it('makes missing queues and subscriptions when asked to', async () => {
    const { peer, client } = await start({ makesMissing: {}, topics: { news: { subscriptions: [] } } })
    await client.createReceiver('news', 'late').peekMessages(1)
    await client.createSender('news').sendMessages({ body: 1 })
    await client.createSender('anything').sendMessages({ body: 1 })
    expect(peer.counts('news/Subscriptions/late').waiting).toBe(1)
    expect(peer.counts('anything').waiting).toBe(1)
  })

  it('lets a client in over TLS with the right token of Entra ID only', async () => {
    const before = getCACertificates('default')
    const { peer } = await start({ ...jobs(), tls: true })
    setDefaultCACertificates([...before, peer.certificate!])
    const send = (token: string) => {
      const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) }
      const client = new ServiceBusClient(peer.namespace, credential, IMPATIENT)
      open.push({ [Symbol.asyncDispose]: () => client.close() })
      return client.createSender('jobs').sendMessages({ body: 1 })
    }
    try {
      await send(peer.accessToken)
      await expect(send('some other token')).rejects.toMatchObject({ code: 'UnauthorizedAccess' })
      expect(peer.counts('jobs').waiting).toBe(1)
    } finally {
      setDefaultCACertificates(before)
    }
  })
})

describe('the Service Bus peer, when something breaks', () => {
  const patient = { retryOptions: { maxRetries: 10, timeoutInMs: 2_000, retryDelayInMs: 50 } }

  it('serves the same clients again after connections were cut', async () => {
    const { peer } = await start(jobs())
    const client = connect(peer.connectionString, patient)
    const sender = client.createSender('jobs')
    await sender.sendMessages({ body: 1 })
    peer.cutConnections()
    await sender.sendMessages({ body: 2 })
    expect(peer.counts('jobs').waiting).toBe(2)
  })

  it('keeps its messages while it is away', async () => {
    const { peer, client } = await start(jobs())
    await client.createSender('jobs').sendMessages({ body: 1 })
    await peer.stop()
    await expect(connect(peer.connectionString).createSender('jobs').sendMessages({ body: 2 })).rejects.toThrow()
    await peer.start()
    expect(await next(connect(peer.connectionString).createReceiver('jobs'))).toMatchObject({ body: 1 })
  })

  it.each([
    { locksEndWithConnection: true, waiting: 1, locked: 0 },
    { locksEndWithConnection: false, waiting: 0, locked: 1 },
  ])('gives locked messages back at once or later: $locksEndWithConnection', async (given) => {
    const { locksEndWithConnection, waiting, locked } = given
    const { peer, client } = await start({ ...jobs(), locksEndWithConnection })
    await client.createSender('jobs').sendMessages({ body: 1 })
    await next(client.createReceiver('jobs'))
    await client.close()
    await expect.poll(() => peer.counts('jobs')).toMatchObject({ waiting, locked })
  })

  it('can let receivers go silent while new ones are served', async () => {
    const { peer, client } = await start(jobs())
    const received: unknown[] = []
    const errors: ProcessErrorArgs[] = []
    const receiver = client.createReceiver('jobs')
    const handlers = {
      processMessage: async ({ body }: ServiceBusReceivedMessage) => void received.push(body),
      processError: async (error: ProcessErrorArgs) => void errors.push(error),
    }
    receiver.subscribe(handlers)
    const sender = client.createSender('jobs')
    await sender.sendMessages({ body: 'before' })
    await expect.poll(() => received).toEqual(['before'])
    peer.silenceReceivers()
    await sender.sendMessages({ body: 'after' })
    expect(await next(client.createReceiver('jobs'))).toMatchObject({ body: 'after' })
    expect(received).toEqual(['before'])
    expect(errors).toEqual([])
  })
})

describe('the Service Bus peer as a process of its own', () => {
  it('says where it is, serves, and obeys', async () => {
    const script = fileURLToPath(new URL('main.ts', import.meta.url))
    const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })
    const answer = async () => JSON.parse((await once(lines, 'line'))[0] as string)
    const ask = (command: string) => {
      child.stdin.write(`${command}\n`)
      return answer()
    }
    try {
      const { connection_string: connectionString } = await answer()
      await connect(connectionString).createSender('jobs').sendMessages({ body: 1 })
      expect(await ask('counts jobs')).toEqual({ waiting: 1, locked: 0, deadLetters: 0 })
      expect(await ask('stop')).toEqual({ done: 'stop' })
      expect(await ask('start')).toEqual({ done: 'start' })
      expect(await ask('totals')).toMatchObject({ accepted: 1 })
      expect(await ask('dance')).toHaveProperty('error')
    } finally {
      child.kill()
      await once(child, 'exit')
    }
  })
})
