import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { IndexUpdated } from '../../contracts/events.ts'
import type { Database } from '../database/database.ts'
import { type Bus, type Delivery, MAXIMUM_DELIVERIES } from './bus.ts'

interface OpenedBus extends AsyncDisposable {
  readonly bus: Bus
  readonly database: Database
}

const anEvent = (): z.infer<typeof IndexUpdated> => ({
  version: 1,
  tenant_id: 'tenant',
  generation: randomUUID(),
  document_ids: [randomUUID()],
})

const ingested = (id: string) =>
  ({ version: 1, tenant_id: 't', document_id: id, document_version: 1, passages: 1 }) as const

/** Collects what handlers receive and lets a test wait for the n-th of them. */
function createInbox<T>() {
  const emitter = new EventEmitter()
  const items: T[] = []
  return {
    items,
    put: (item: T) => {
      items.push(item)
      emitter.emit('item')
    },
    waitFor: async (count: number) => {
      while (items.length < count) await once(emitter, 'item')
      return items
    },
  }
}

/** What every bus must do. `open` returns a bus with its own empty queues. */
export function describeBusContract(name: string, open: () => Promise<OpenedBus>): void {
  describe(`bus contract: ${name}`, () => {
    let opened: OpenedBus
    let bus: Bus
    beforeAll(async () => {
      opened = await open()
      bus = opened.bus
    })
    afterAll(async () => opened?.[Symbol.asyncDispose]())

    it('delivers a job with its payload to one worker', async () => {
      const inbox = createInbox<Delivery>()
      await bus.work('simple', { concurrency: 2 }, async (delivery) => inbox.put(delivery))
      await bus.send('simple', { tenant_id: 'tenant', n: 1 })
      const [delivery] = await inbox.waitFor(1)
      expect(delivery).toMatchObject({ payload: { n: 1 }, attempt: 1 })
    })

    it('delivers each of many jobs once', async () => {
      const inbox = createInbox<number>()
      await bus.work('many', { concurrency: 4 }, async ({ payload }) => inbox.put((payload as { n: number }).n))
      for (let n = 0; n < 50; n++) await bus.send('many', { tenant_id: 'tenant', n })
      await inbox.waitFor(50)
      expect(inbox.items.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    })

    it('goes on to the next waiting job at once', async () => {
      for (let n = 0; n < 30; n++) await bus.send('waiting', { tenant_id: 'tenant', n })
      const inbox = createInbox<number>()
      const startedAt = performance.now()
      await bus.work('waiting', { concurrency: 1 }, async ({ payload }) => inbox.put((payload as { n: number }).n))
      await inbox.waitFor(30)
      expect(performance.now() - startedAt).toBeLessThan(15_000)
    })

    it('delivers a job again when its handler fails', async () => {
      const inbox = createInbox<number>()
      await bus.work('failing-once', { concurrency: 1 }, async ({ attempt }) => {
        inbox.put(attempt)
        if (attempt === 1) throw new Error('first time fails')
      })
      await bus.send('failing-once', { tenant_id: 'tenant' })
      expect(await inbox.waitFor(2)).toEqual([1, 2])
    })

    it('runs as many jobs at once as allowed, and no more', async () => {
      let running = 0
      let most = 0
      const done = createInbox<number>()
      const gate = Promise.withResolvers<void>()
      await bus.work('parallel', { concurrency: 3 }, async () => {
        most = Math.max(most, ++running)
        if (running === 3) gate.resolve()
        await gate.promise
        running--
        done.put(1)
      })
      for (let n = 0; n < 9; n++) await bus.send('parallel', { tenant_id: 'tenant' })
      await done.waitFor(9)
      expect(most).toBe(3)
    })

    it('enqueues with the transaction of a tenant and not without it', async () => {
      const inbox = createInbox<unknown>()
      await bus.work('transactional', { concurrency: 1 }, async ({ payload }) => inbox.put(payload))
      await opened.database
        .forTenant('tenant')
        .transaction(async (transaction) => {
          await bus.send('transactional', { tenant_id: 'tenant', kept: false }, { transaction })
          throw new Error('roll back')
        })
        .catch(() => undefined)
      await opened.database
        .forTenant('tenant')
        .transaction((transaction) => bus.send('transactional', { tenant_id: 'tenant', kept: true }, { transaction }))
      bus.wake('transactional')
      expect(await inbox.waitFor(1)).toMatchObject([{ kept: true }])
      expect(await bus.depth('transactional')).toBe(0)
    })

    it('counts the jobs that wait', async () => {
      await bus.send('unattended', { tenant_id: 'tenant', n: 1 })
      await bus.send('unattended', { tenant_id: 'tenant', n: 2 })
      expect(await bus.depth('unattended')).toBe(2)
      expect(await bus.depth('never-used')).toBe(0)
    })

    it('tells whether a job with certain fields is still to be done', async () => {
      const done = createInbox<unknown>()
      await bus.send('asked-about', { tenant_id: 'tenant', id: 'x', kind: 'a' })
      expect(await bus.isPending('asked-about', { id: 'x' })).toBe(true)
      expect(await bus.isPending('asked-about', { id: 'y' })).toBe(false)
      await bus.work('asked-about', { concurrency: 1 }, async ({ payload }) => done.put(payload))
      await done.waitFor(1)
      await expect.poll(() => bus.isPending('asked-about', { id: 'x' })).toBe(false)
    })

    it('gives every subscription each event, once', async () => {
      const first = createInbox<string>()
      const second = createInbox<string>()
      await bus.subscribe('index-updated', 'first', async ({ generation }) => first.put(generation))
      await bus.subscribe('index-updated', 'second', async ({ generation }) => second.put(generation))
      const events = [anEvent(), anEvent()]
      for (const event of events) await bus.publish('index-updated', event)
      const expected = events.map(({ generation }) => generation).toSorted()
      expect((await first.waitFor(2)).toSorted()).toEqual(expected)
      expect((await second.waitFor(2)).toSorted()).toEqual(expected)
    })

    it('publishes with the transaction of a tenant and not without it', async () => {
      const inbox = createInbox<string>()
      await bus.subscribe('document-ingested', 'transactional', async ({ document_id }) => inbox.put(document_id))
      const [lost, kept] = [randomUUID(), randomUUID()]
      await opened.database
        .forTenant('tenant')
        .transaction(async (transaction) => {
          await bus.publish('document-ingested', ingested(lost), { transaction })
          throw new Error('roll back')
        })
        .catch(() => undefined)
      await opened.database
        .forTenant('tenant')
        .transaction((transaction) => bus.publish('document-ingested', ingested(kept), { transaction }))
      expect(await inbox.waitFor(1)).toEqual([kept])
    })

    it('publishes to nobody without complaint', async () => {
      await bus.publish('report-generated', { version: 1, tenant_id: 'tenant', report_id: randomUUID() })
    })

    it(`moves a job that failed ${MAXIMUM_DELIVERIES} times to the dead letters with its reason`, {
      timeout: 120_000,
    }, async () => {
      const inbox = createInbox<number>()
      const before = await bus.deadLetterDepth()
      await bus.work('poison', { concurrency: 1 }, async ({ attempt }) => {
        inbox.put(attempt)
        throw new Error('cannot be digested')
      })
      await bus.send('poison', { tenant_id: 'tenant', id: 'x' })
      await inbox.waitFor(MAXIMUM_DELIVERIES)
      await expect.poll(() => bus.deadLetterDepth(), { timeout: 10_000 }).toBe(before + 1)
      const { letters } = await bus.deadLetters({ limit: 10 })
      expect(letters.find(({ queue }) => queue === 'poison')).toMatchObject({
        payload: { id: 'x' },
        reason: 'cannot be digested',
        attempts: MAXIMUM_DELIVERIES,
      })
      expect(inbox.items).toHaveLength(MAXIMUM_DELIVERIES)
    })
  })
}
