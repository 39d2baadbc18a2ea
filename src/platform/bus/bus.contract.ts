import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import type { IndexUpdated } from '../../contracts/events.ts'
import type { Database } from '../database/database.ts'
import { createTracing } from '../telemetry/create-tracing.ts'
import type { TraceHeaders } from '../telemetry/telemetry.ts'
import { type Bus, type DeadLetter, type Delivery, MAXIMUM_DELIVERIES } from './bus.ts'
import { traceBus } from './trace-bus.ts'

/** A bus with its own empty queues, tried again at once after a failure. */
export interface BusUnderTest extends AsyncDisposable {
  readonly bus: Bus
  readonly database: Database
  /** The same queues from another process; `closeTimeoutInMs` is how long its close waits for running handlers. */
  readonly openAnother: (options: { readonly closeTimeoutInMs: number }) => Promise<Bus>
  /** Let the leases of all running jobs end, as if their workers had been silent for too long. */
  readonly expireLeases: () => Promise<void>
}

const anEvent = (tenantId = 'tenant'): z.infer<typeof IndexUpdated> => ({
  version: 1,
  tenant_id: tenantId,
  generation: randomUUID(),
  document_ids: [randomUUID()],
})

const ingested = (id: string) =>
  ({ version: 1, tenant_id: 'tenant', document_id: id, document_version: 1, passages: 1 }) as const

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

const numberOf = ({ payload }: Delivery): number => (payload as { n: number }).n
const nameOf = ({ payload }: Delivery): string => (payload as { name: string }).name
const inOrder = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

/** What every bus must do. Each test has queues and tenants of its own. */
export function describeBusContract(name: string, open: () => Promise<BusUnderTest>): void {
  describe(`bus contract: ${name}`, () => {
    let opened: BusUnderTest
    let bus: Bus
    beforeAll(async () => {
      opened = await open()
      bus = opened.bus
    }, 60_000)
    afterAll(async () => opened?.[Symbol.asyncDispose]())

    describe('jobs', () => {
      it('delivers a job with its payload to one worker', async () => {
        const inbox = createInbox<Delivery>()
        await bus.work('simple', { concurrency: 2 }, async (delivery) => inbox.put(delivery))
        await bus.send('simple', { tenant_id: 'tenant', n: 1 })
        const [delivery] = await inbox.waitFor(1)
        expect(delivery).toMatchObject({ payload: { n: 1 }, attempt: 1 })
      })

      it('delivers each of many jobs once', async () => {
        const inbox = createInbox<number>()
        await bus.work('many', { concurrency: 4 }, async (delivery) => inbox.put(numberOf(delivery)))
        for (const n of upTo(50)) await bus.send('many', { tenant_id: 'tenant', n })
        await inbox.waitFor(50)
        expect(inOrder(inbox.items)).toEqual(upTo(50))
      })

      it('shares the jobs of a queue between processes', async () => {
        const inbox = createInbox<number>()
        await using other = await opened.openAnother({ closeTimeoutInMs: 5_000 })
        await bus.work('shared', { concurrency: 1 }, async (delivery) => inbox.put(numberOf(delivery)))
        await other.work('shared', { concurrency: 1 }, async (delivery) => inbox.put(numberOf(delivery)))
        for (const n of upTo(20)) await bus.send('shared', { tenant_id: 'tenant', n })
        await inbox.waitFor(20)
        expect(inOrder(inbox.items)).toEqual(upTo(20))
      })

      it('goes on to the next waiting job at once', async () => {
        for (const n of upTo(30)) await bus.send('waiting', { tenant_id: 'tenant', n })
        const inbox = createInbox<number>()
        const startedAt = performance.now()
        await bus.work('waiting', { concurrency: 1 }, async (delivery) => inbox.put(numberOf(delivery)))
        await inbox.waitFor(30)
        expect(performance.now() - startedAt).toBeLessThan(15_000)
      })

      it('delivers a job again, under the same id, when its handler fails', async () => {
        const inbox = createInbox<Delivery>()
        await bus.work('failing-once', { concurrency: 1 }, async (delivery) => {
          inbox.put(delivery)
          if (delivery.attempt === 1) throw new Error('first time fails')
        })
        await bus.send('failing-once', { tenant_id: 'tenant' })
        const [first, second] = await inbox.waitFor(2)
        expect([first?.attempt, second?.attempt]).toEqual([1, 2])
        expect(second?.id).toBe(first?.id)
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
        await expect.poll(() => bus.depth('transactional')).toBe(0)
      })

      it('counts the jobs that wait, of all tenants or of one', async () => {
        await bus.send('unattended', { tenant_id: 'tenant', n: 1 })
        await bus.send('unattended', { tenant_id: 'tenant', n: 2 })
        await bus.send('unattended', { tenant_id: 'another', n: 3 })
        expect(await bus.depth('unattended')).toBe(3)
        expect(await bus.depth('unattended', 'another')).toBe(1)
        expect(await bus.depth('unattended', 'stranger')).toBe(0)
        expect(await bus.depth('never-used')).toBe(0)
      })

      it('tells how long the oldest job has waited, and 0 when none does', async () => {
        expect(await bus.oldestAgeInMs('aging')).toBe(0)
        await bus.send('aging', { tenant_id: 'tenant' })
        const first = await bus.oldestAgeInMs('aging')
        await bus.send('aging', { tenant_id: 'tenant' })
        const second = await bus.oldestAgeInMs('aging')
        expect(second).toBeGreaterThan(first)
        const inbox = createInbox<Delivery>()
        await bus.work('aging', { concurrency: 1 }, async (delivery) => inbox.put(delivery))
        await inbox.waitFor(2)
        await vi.waitFor(async () => expect(await bus.oldestAgeInMs('aging')).toBe(0))
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
    })

    describe('order', () => {
      it('takes jobs of a higher priority first', async () => {
        const inbox = createInbox<string>()
        for (const n of upTo(15)) await bus.send('urgent', { tenant_id: 'a', name: `low ${n}` }, { priority: 'low' })
        for (const n of upTo(15)) await bus.send('urgent', { tenant_id: 'a', name: `normal ${n}` })
        for (const n of upTo(3)) await bus.send('urgent', { tenant_id: 'a', name: `high ${n}` }, { priority: 'high' })
        await bus.work('urgent', { concurrency: 1 }, async (delivery) => inbox.put(nameOf(delivery)))
        await inbox.waitFor(33)
        const lastOf = (kind: string) => inbox.items.findLastIndex((item) => item.startsWith(kind))
        // A broker may hold a few jobs already that were sent before; nothing more may be in the way.
        expect(lastOf('high')).toBeLessThan(12)
        expect(lastOf('normal')).toBeLessThan(27)
      })

      it('lets the tenants of a queue take turns, however much one of them has sent', async () => {
        const inbox = createInbox<string>()
        for (const n of upTo(60)) await bus.send('fair', { tenant_id: 'big', name: `big ${n}` })
        for (const n of upTo(5)) await bus.send('fair', { tenant_id: 'small', name: `small ${n}` })
        await bus.work('fair', { concurrency: 1 }, async (delivery) => inbox.put(nameOf(delivery)))
        await inbox.waitFor(65)
        expect(inbox.items.findLastIndex((item) => item.startsWith('small'))).toBeLessThan(25)
        expect(new Set(inbox.items).size).toBe(65)
      })

      it('gives a tenant that comes late its turn at once, and none for the time before', async () => {
        const inbox = createInbox<string>()
        const firstDone = Promise.withResolvers<void>()
        const lateIsThere = Promise.withResolvers<void>()
        for (const n of upTo(40)) await bus.send('late', { tenant_id: 'early', name: `early ${n}` })
        await bus.work('late', { concurrency: 1 }, async (delivery) => {
          inbox.put(nameOf(delivery))
          if (inbox.items.length !== 15) return
          firstDone.resolve()
          await lateIsThere.promise
        })
        await firstDone.promise
        for (const n of upTo(40)) await bus.send('late', { tenant_id: 'late', name: `late ${n}` })
        lateIsThere.resolve()
        await inbox.waitFor(80)
        const next = inbox.items.slice(15, 45)
        const turnsOfLate = next.filter((item) => item.startsWith('late')).length
        expect(turnsOfLate).toBeGreaterThan(8)
        expect(turnsOfLate).toBeLessThan(22)
      })
    })

    describe('keys', () => {
      it('does not send a job twice while the first waits', async () => {
        for (let n = 0; n < 3; n++) await bus.send('keyed', { tenant_id: 'a' }, { key: 'same' })
        await bus.send('keyed', { tenant_id: 'a' }, { key: 'other' })
        await bus.send('keyed', { tenant_id: 'a' })
        expect(await bus.depth('keyed')).toBe(3)
      })

      it('sends a job again once the first has begun: its worker may not see what is new', async () => {
        const inbox = createInbox<number>()
        const mayEnd = Promise.withResolvers<void>()
        await bus.work('keyed-anew', { concurrency: 1 }, async (delivery) => {
          inbox.put(numberOf(delivery))
          await mayEnd.promise
        })
        await bus.send('keyed-anew', { tenant_id: 'a', n: 1 }, { key: 'same' })
        await inbox.waitFor(1)
        await bus.send('keyed-anew', { tenant_id: 'a', n: 2 }, { key: 'same' })
        await bus.send('keyed-anew', { tenant_id: 'a', n: 3 }, { key: 'same' })
        mayEnd.resolve()
        await inbox.waitFor(2)
        await expect.poll(() => bus.depth('keyed-anew')).toBe(0)
        expect(inbox.items).toEqual([1, 2])
      })

      it('takes the same key of another tenant, or of another queue, for another job', async () => {
        await bus.send('keyed-by-two', { tenant_id: 'a' }, { key: 'same' })
        await bus.send('keyed-by-two', { tenant_id: 'b' }, { key: 'same' })
        await bus.send('keyed-elsewhere', { tenant_id: 'a' }, { key: 'same' })
        expect(await bus.depth('keyed-by-two')).toBe(2)
        expect(await bus.depth('keyed-elsewhere')).toBe(1)
      })

      it('lets a waiting job go first when it is sent again with a higher priority', async () => {
        const inbox = createInbox<string>()
        for (const n of upTo(20)) await bus.send('urgent-after-all', { tenant_id: 'a', name: `other ${n}` })
        const send = (priority: 'high' | 'low') =>
          bus.send('urgent-after-all', { tenant_id: 'a', name: 'urgent' }, { key: 'urgent', priority })
        for (const priority of ['low', 'high', 'low'] as const) await send(priority)
        await bus.work('urgent-after-all', { concurrency: 1 }, async (delivery) => inbox.put(nameOf(delivery)))
        await inbox.waitFor(21)
        expect(inbox.items.indexOf('urgent')).toBeLessThan(8)
        expect(inbox.items.filter((item) => item === 'urgent')).toHaveLength(1)
      })

      it('forgets the key of a transaction that was rolled back', async () => {
        const inbox = createInbox<unknown>()
        await bus.work('keyed-in-vain', { concurrency: 1 }, async ({ payload }) => inbox.put(payload))
        await opened.database
          .forTenant('a')
          .transaction(async (transaction) => {
            await bus.send('keyed-in-vain', { tenant_id: 'a', kept: false }, { key: 'same', transaction })
            throw new Error('roll back')
          })
          .catch(() => undefined)
        await bus.send('keyed-in-vain', { tenant_id: 'a', kept: true }, { key: 'same' })
        expect(await inbox.waitFor(1)).toMatchObject([{ kept: true }])
      })

      it('delivers every message of a shuffled crowd of duplicates, to several workers', async () => {
        const inbox = createInbox<string>()
        const names = upTo(20).map((n) => `message ${n}`)
        const crowd = upTo(10).flatMap(() => names.toSorted(() => Math.random() - 0.5))
        const [early, late] = [crowd.slice(0, 100), crowd.slice(100)]
        const send = (item: string) => bus.send('crowd', { tenant_id: 'a', name: item }, { key: item })
        await Promise.all(early.map(send))
        await bus.work('crowd', { concurrency: 4 }, async (delivery) => inbox.put(nameOf(delivery)))
        await Promise.all(late.map(send))
        await expect.poll(() => new Set(inbox.items).size, { timeout: 20_000 }).toBe(20)
        await expect.poll(() => bus.depth('crowd'), { timeout: 10_000 }).toBe(0)
        expect(inbox.items.length).toBeLessThanOrEqual(crowd.length)
      })
    })

    describe('events', () => {
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
    })

    describe('dead letters', () => {
      /** Let jobs or events of a new tenant be given up; `mended` makes their handlers succeed from then on. */
      const createPoison = (queue: string) => {
        const handled = createInbox<Delivery>()
        const poison = { mended: false, failed: 0, handled, tenantId: randomUUID() }
        const handle = async (delivery: Delivery) => {
          if (poison.mended) return handled.put(delivery)
          poison.failed += 1
          throw Object.assign(new Error('cannot be digested'), { stage: 'digesting' })
        }
        return {
          poison,
          handle,
          work: () => bus.work(queue, { concurrency: 4 }, handle),
          send: (payload: object = {}, tenantId = poison.tenantId) =>
            bus.send(queue, { tenant_id: tenantId, ...payload }),
          /** Wait until there are so many letters, and return them. */
          letters: async (count: number, tenantId = poison.tenantId): Promise<readonly DeadLetter[]> => {
            const read = async () => (await bus.deadLetters({ tenantId, limit: 100 })).letters
            await expect.poll(async () => (await read()).length, { timeout: 30_000 }).toBe(count)
            return read()
          },
        }
      }

      it(`moves a job that failed ${MAXIMUM_DELIVERIES} times to the dead letters, with reason, stage and payload`, {
        timeout: 120_000,
      }, async () => {
        const before = await bus.deadLetterDepth()
        const { poison, work, send, letters } = createPoison('poison')
        await work()
        await send({ id: 'x' })
        expect(await letters(1)).toMatchObject([
          {
            tenantId: poison.tenantId,
            queue: 'poison',
            payload: { id: 'x' },
            reason: 'cannot be digested',
            stage: 'digesting',
            attempts: MAXIMUM_DELIVERIES,
          },
        ])
        expect(poison.failed).toBe(MAXIMUM_DELIVERIES)
        expect(await bus.deadLetterDepth()).toBe(before + 1)
      })

      it('goes on with good jobs while bad ones are given up', { timeout: 120_000 }, async () => {
        const done = createInbox<number>()
        const tenantId = randomUUID()
        await bus.work('mixed', { concurrency: 1 }, async (delivery) => {
          if (numberOf(delivery) % 5 === 0) throw new Error('bad')
          done.put(numberOf(delivery))
        })
        for (const n of upTo(10)) await bus.send('mixed', { tenant_id: tenantId, n })
        await done.waitFor(8)
        const read = async () => (await bus.deadLetters({ tenantId, limit: 10 })).letters
        await expect.poll(async () => (await read()).length, { timeout: 30_000 }).toBe(2)
        expect(await read()).toMatchObject([{ stage: null }, { stage: null }])
        expect(done.items).toHaveLength(8)
      })

      it('names the subscription of an event that was given up, and replays it to that one alone', {
        timeout: 120_000,
      }, async () => {
        const { poison, handle, letters } = createPoison('index-updated.fussy')
        const others = createInbox<string>()
        await bus.subscribe('index-updated', 'fussy', (_event, delivery) =>
          (delivery.payload as { tenant_id: string }).tenant_id === poison.tenantId
            ? handle(delivery)
            : Promise.resolve(),
        )
        await bus.subscribe('index-updated', 'easy', async ({ tenant_id, generation }) => {
          if (tenant_id === poison.tenantId) others.put(generation)
        })
        const event = anEvent(poison.tenantId)
        await bus.publish('index-updated', event)
        expect(await letters(1)).toMatchObject([{ queue: 'index-updated.fussy', payload: event }])
        poison.mended = true
        expect(await bus.replayDeadLetters({ tenantId: poison.tenantId })).toBe(1)
        expect(await poison.handled.waitFor(1)).toMatchObject([{ payload: event, attempt: 1 }])
        expect(others.items).toEqual([event.generation])
      })

      it('lists newest first, page by page, for one tenant or for all', { timeout: 120_000 }, async () => {
        const { poison, work, send, letters } = createPoison('pages')
        await work()
        for (const n of upTo(5)) {
          await send({ n })
          await letters(n + 1)
        }
        const read: unknown[] = []
        let after: string | undefined
        do {
          const page = await bus.deadLetters({ tenantId: poison.tenantId, limit: 2, after })
          expect(page.letters.length).toBeLessThanOrEqual(2)
          read.push(...page.letters.map(({ payload }) => (payload as { n: number }).n))
          after = page.next ?? undefined
        } while (after !== undefined)
        expect(read).toEqual([4, 3, 2, 1, 0])
        const all = await bus.deadLetters({ limit: 100 })
        expect(all.letters.filter(({ tenantId }) => tenantId === poison.tenantId)).toHaveLength(5)
        expect((await bus.deadLetters({ tenantId: 'stranger', limit: 10 })).letters).toEqual([])
      })

      it('reads on from a page although letters come in and are discarded meanwhile', {
        timeout: 120_000,
      }, async () => {
        const { poison, work, send, letters } = createPoison('shifting-pages')
        await work()
        for (const n of upTo(4)) {
          await send({ n })
          await letters(n + 1)
        }
        const { tenantId } = poison
        const first = await bus.deadLetters({ tenantId, limit: 2 })
        await send({ n: 4 })
        await letters(5)
        await bus.discardDeadLetters({ tenantId, ids: first.letters.map(({ id }) => id) })
        const second = await bus.deadLetters({ tenantId, limit: 2, after: first.next ?? undefined })
        expect(second.letters.map(({ payload }) => (payload as { n: number }).n)).toEqual([1, 0])
        expect(second.next).toBeNull()
      })

      it('replays one letter as a fresh job, and only one of the own tenant', { timeout: 120_000 }, async () => {
        const { poison, work, send, letters } = createPoison('replay-one')
        await work()
        await send({ id: 'x' })
        await send({ id: 'y' })
        const chosen = (await letters(2)).find(({ payload }) => (payload as { id: string }).id === 'x')
        const ids = [chosen?.id ?? '']
        poison.mended = true
        expect(await bus.replayDeadLetters({ tenantId: 'stranger', ids })).toBe(0)
        expect(await bus.replayDeadLetters({ tenantId: poison.tenantId, ids })).toBe(1)
        expect(await poison.handled.waitFor(1)).toMatchObject([{ payload: { id: 'x' }, attempt: 1 }])
        expect(await letters(1)).toMatchObject([{ payload: { id: 'y' } }])
        expect(await bus.replayDeadLetters({ tenantId: poison.tenantId, ids })).toBe(0)
      })

      it('replays all letters of a tenant, and none of another', { timeout: 120_000 }, async () => {
        const { poison, work, send, letters } = createPoison('replay-all')
        const neighbour = randomUUID()
        await work()
        for (const n of upTo(6)) await send({ n })
        await send({ n: 6 }, neighbour)
        await letters(6)
        await letters(1, neighbour)
        poison.mended = true
        expect(await bus.replayDeadLetters({ tenantId: poison.tenantId })).toBe(6)
        await poison.handled.waitFor(6)
        expect(inOrder(poison.handled.items.map(numberOf))).toEqual(upTo(6))
        await letters(0)
        await letters(1, neighbour)
        expect(poison.handled.items).toHaveLength(6)
      })

      it('makes a letter again of a replayed job that fails again', { timeout: 120_000 }, async () => {
        const { poison, work, send, letters } = createPoison('replay-in-vain')
        await work()
        await send()
        const [first] = await letters(1)
        await bus.replayDeadLetters({ tenantId: poison.tenantId })
        await expect.poll(() => poison.failed, { timeout: 30_000 }).toBe(2 * MAXIMUM_DELIVERIES)
        const [second] = await letters(1)
        expect(second?.attempts).toBe(MAXIMUM_DELIVERIES)
        expect(second?.failedAt.getTime()).toBeGreaterThan(first?.failedAt.getTime() ?? Number.POSITIVE_INFINITY)
      })

      it('discards named letters of the own tenant, or all of them', { timeout: 120_000 }, async () => {
        const { poison, work, send, letters } = createPoison('discard')
        const neighbour = randomUUID()
        await work()
        for (const n of upTo(3)) await send({ n })
        await send({ n: 3 }, neighbour)
        const ids = (await letters(3)).map(({ id }) => id).slice(0, 1)
        await letters(1, neighbour)
        expect(await bus.discardDeadLetters({ tenantId: 'stranger', ids })).toBe(0)
        expect(await bus.discardDeadLetters({ tenantId: poison.tenantId, ids })).toBe(1)
        await letters(2)
        expect(await bus.discardDeadLetters({ tenantId: poison.tenantId })).toBe(2)
        await letters(0)
        await letters(1, neighbour)
        expect(poison.failed).toBe(4 * MAXIMUM_DELIVERIES)
      })

      it('finds no letter for ids that nobody gave', async () => {
        const choice = { tenantId: 'stranger', ids: ['nonsense', randomUUID(), ''] }
        expect(await bus.replayDeadLetters(choice)).toBe(0)
        expect(await bus.discardDeadLetters(choice)).toBe(0)
        expect(await bus.discardDeadLetters({ tenantId: 'stranger', ids: [] })).toBe(0)
      })
    })

    describe('traces', () => {
      const provider = new TracerProvider()
      const tracing = createTracing(provider.getTracer('test'))
      const traceIdOf = (headers: TraceHeaders | undefined) => headers?.traceparent.split('-')[1]
      const sentFrom = async (send: (traced: Bus) => Promise<void>) =>
        tracing.run({ name: 'sender' }, async () => {
          await send(traceBus(bus, 'test', tracing))
          return traceIdOf(tracing.current())
        })

      it('go on where a job was sent, at every delivery, and the job shows nothing of it', async () => {
        const inbox = createInbox<readonly [unknown, string | undefined]>()
        await traceBus(bus, 'test', tracing).work('traced', { concurrency: 1 }, async ({ payload, attempt }) => {
          inbox.put([payload, traceIdOf(tracing.current())])
          if (attempt === 1) throw new Error('first time fails')
        })
        const sender = await sentFrom((traced) => traced.send('traced', { tenant_id: 'tenant', n: 1 }))
        expect(sender).toMatch(/^[0-9a-f]{32}$/)
        const delivered = [{ tenant_id: 'tenant', n: 1 }, sender]
        expect(await inbox.waitFor(2)).toEqual([delivered, delivered])
      })

      it('go on where an event was published in a transaction', async () => {
        const inbox = createInbox<readonly [unknown, string | undefined]>()
        await traceBus(bus, 'test', tracing).subscribe('index-updated', 'traced', async (event, { payload }) => {
          expect(payload).toEqual(event)
          inbox.put([event, traceIdOf(tracing.current())])
        })
        const event = anEvent()
        const sender = await sentFrom((traced) =>
          opened.database
            .forTenant('tenant')
            .transaction((transaction) => traced.publish('index-updated', event, { transaction })),
        )
        bus.wake('index-updated.traced')
        await vi.waitFor(() => expect(inbox.items).toContainEqual([event, sender]), { timeout: 20_000 })
      })

      it('are not shown by dead letters, and go on when these are replayed', { timeout: 120_000 }, async () => {
        const seen = createInbox<string | undefined>()
        const traced = traceBus(bus, 'test', tracing)
        let isMended = false
        await traced.work('traced-poison', { concurrency: 1 }, async () => {
          if (!isMended) throw new Error('poison')
          seen.put(traceIdOf(tracing.current()))
        })
        const sender = await sentFrom((sending) => sending.send('traced-poison', { tenant_id: 'traced', n: 1 }))
        const letters = () => traced.deadLetters({ tenantId: 'traced', limit: 10 })
        await vi.waitFor(async () => expect((await letters()).letters).toHaveLength(1), {
          timeout: 60_000,
          interval: 100,
        })
        expect((await letters()).letters[0]?.payload).toEqual({ tenant_id: 'traced', n: 1 })
        isMended = true
        await traced.replayDeadLetters({ tenantId: 'traced' })
        expect(await seen.waitFor(1)).toEqual([sender])
      })
    })

    describe('workers that end', () => {
      it('hands a job on when its lease ends, and takes no notice of what the first worker does then', {
        timeout: 60_000,
      }, async () => {
        const inbox = createInbox<Delivery>()
        const firstMayEnd = Promise.withResolvers<void>()
        const secondMayEnd = Promise.withResolvers<void>()
        await bus.work('outlived', { concurrency: 2 }, async (delivery) => {
          inbox.put(delivery)
          await (delivery.attempt === 1 ? firstMayEnd.promise : secondMayEnd.promise)
        })
        await bus.send('outlived', { tenant_id: 'tenant', id: 'x' })
        await inbox.waitFor(1)
        await opened.expireLeases()
        const [first, second] = await inbox.waitFor(2)
        expect(second).toMatchObject({ id: first?.id, attempt: 2 })
        await expect.poll(() => first?.signal.aborted, { timeout: 20_000 }).toBe(true)
        expect(second?.signal.aborted).toBe(false)
        firstMayEnd.resolve()
        // The second worker still has it: a late end of the first neither finishes the job nor gives it back.
        await bus.send('outlived', { tenant_id: 'tenant', id: 'y' })
        await expect
          .poll(() => inbox.items.map(({ payload }) => (payload as { id: string }).id))
          .toEqual(['x', 'x', 'y'])
        expect(await bus.isPending('outlived', { id: 'x' })).toBe(true)
        secondMayEnd.resolve()
        await expect.poll(() => bus.isPending('outlived', { id: 'x' }), { timeout: 10_000 }).toBe(false)
        expect(inbox.items).toHaveLength(3)
      })

      it('waits for running handlers when it is closed, and leaves what waits to others', {
        timeout: 60_000,
      }, async () => {
        const started = createInbox<number>()
        const mayEnd = Promise.withResolvers<void>()
        const finished: number[] = []
        const closing = await opened.openAnother({ closeTimeoutInMs: 30_000 })
        await closing.work('closing', { concurrency: 1 }, async (delivery) => {
          started.put(numberOf(delivery))
          await mayEnd.promise
          finished.push(numberOf(delivery))
        })
        for (const n of upTo(3)) await closing.send('closing', { tenant_id: 'tenant', n })
        const [running] = await started.waitFor(1)
        const closed = closing[Symbol.asyncDispose]()
        mayEnd.resolve()
        await closed
        expect(finished).toEqual([running])
        const rest = createInbox<Delivery>()
        await bus.work('closing', { concurrency: 1 }, async (delivery) => rest.put(delivery))
        await rest.waitFor(2)
        expect(inOrder([...finished, ...rest.items.map(numberOf)])).toEqual([0, 1, 2])
        expect(started.items).toEqual([running])
      })

      it('aborts handlers that do not end when it is closed, and their jobs are delivered elsewhere', {
        timeout: 60_000,
      }, async () => {
        const closing = await opened.openAnother({ closeTimeoutInMs: 300 })
        const started = createInbox<Delivery>()
        const aborted = createInbox<unknown>()
        await closing.work('cut-short', { concurrency: 1 }, async (delivery) => {
          started.put(delivery)
          await once(delivery.signal, 'abort')
          aborted.put(delivery)
          throw delivery.signal.reason
        })
        await closing.send('cut-short', { tenant_id: 'tenant', id: 'x' })
        await started.waitFor(1)
        await closing[Symbol.asyncDispose]()
        await aborted.waitFor(1)
        const elsewhere = createInbox<Delivery>()
        await bus.work('cut-short', { concurrency: 1 }, async (delivery) => elsewhere.put(delivery))
        expect(await elsewhere.waitFor(1)).toMatchObject([{ payload: { id: 'x' }, attempt: 2 }])
      })

      it('may be closed twice', async () => {
        const closing = await opened.openAnother({ closeTimeoutInMs: 1_000 })
        await closing[Symbol.asyncDispose]()
        await closing[Symbol.asyncDispose]()
      })
    })
  })
}
