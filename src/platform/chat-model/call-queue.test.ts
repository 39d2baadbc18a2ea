import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../testing/call-contexts.ts'
import { createCallQueue, type QueuedCall, QueueRefusal } from './call-queue.ts'
import { createRateBudget } from './rate-budget.ts'

const URGENT: QueuedCall = { tokens: 10, urgent: true }
const LATER: QueuedCall = { tokens: 10, urgent: false }
const STAYS = new AbortController().signal

function open({ atOnce = 1, mostWaiting = 2, longestWaitInMs = 5_000, clock = createManualClock() } = {}) {
  const budget = createRateBudget(clock)
  const queue = createCallQueue({ budget, atOnce, mostWaiting, longestWaitInMs })
  const order: string[] = []
  const enter = (name: string, call: QueuedCall, signal = STAYS) =>
    queue.enter(call, signal).then((turn) => {
      order.push(name)
      return turn
    })
  return { budget, queue, order, enter }
}

describe('the queue before a model', () => {
  it('lets calls begin at once while there are places', async () => {
    const { enter, queue } = open({ atOnce: 2 })
    await enter('a', URGENT)
    await enter('b', LATER)
    expect([queue.running(), queue.waiting()]).toEqual([2, 0])
  })

  it('lets urgent calls go first, each kind in its order', async () => {
    const { enter, order } = open({ mostWaiting: 10 })
    const first = await enter('first', LATER)
    const others = [enter('l1', LATER), enter('u1', URGENT), enter('l2', LATER), enter('u2', URGENT)]
    first[Symbol.dispose]()
    for (const name of ['u1', 'u2', 'l1', 'l2']) {
      const turn = await Promise.race(others.filter((_, index) => ['l1', 'u1', 'l2', 'u2'][index] === name))
      turn[Symbol.dispose]()
    }
    expect(order).toEqual(['first', 'u1', 'u2', 'l1', 'l2'])
  })

  it('refuses at once when it is full, and gives the place of one that is not urgent to one that is', async () => {
    const { enter, queue } = open({ mostWaiting: 1 })
    await enter('running', URGENT)
    const replaced = enter('replaced', LATER)
    void enter('waits', URGENT)
    await expect(replaced).rejects.toThrow(QueueRefusal)
    await expect(enter('too many', URGENT)).rejects.toThrow(QueueRefusal)
    await expect(enter('too many', LATER)).rejects.toThrow(QueueRefusal)
    expect(queue.waiting()).toBe(1)
  })

  it('refuses at once when the server wants a longer pause than anybody waits', async () => {
    const { enter, budget } = open()
    budget.learn(new Headers({ 'retry-after': '30' }), true)
    await expect(enter('a', URGENT)).rejects.toMatchObject({ retryInMs: 30_000 })
  })

  it('lets a call begin when the budget of the server is renewed', async () => {
    const { enter, budget, order } = open({ clock: { ...createManualClock(), now: () => performance.now() } })
    budget.learn(new Headers({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '40ms' }), false)
    const began = performance.now()
    await enter('a', URGENT)
    expect(performance.now() - began).toBeGreaterThan(35)
    expect(order).toEqual(['a'])
  })

  it('refuses a call whose turn does not come in time', async () => {
    const { enter } = open({ longestWaitInMs: 30 })
    await enter('running', URGENT)
    await expect(enter('a', URGENT)).rejects.toThrow(QueueRefusal)
  })

  it('forgets a caller who goes away', async () => {
    const { enter, queue } = open()
    await enter('running', URGENT)
    const abort = new AbortController()
    const waiting = enter('a', URGENT, abort.signal)
    abort.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
    expect(queue.waiting()).toBe(0)
  })
})
