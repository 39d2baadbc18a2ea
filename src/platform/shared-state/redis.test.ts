import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasRedis, type RedisServer, startRedisServer } from '../../testing/redis-server.ts'
import { openRedisSharedState } from './redis.ts'
import { describeSharedStateContract } from './shared-state.contract.ts'
import type { SharedState, WindowRule } from './shared-state.ts'

const logger = { warn: () => undefined, info: () => undefined }
const user = (key: string): WindowRule => ({ name: 'user', key: `rate:{t}:${key}`, limit: 60, windowInMs: 60_000 })
const tenant: WindowRule = { name: 'tenant', key: 'rate:{t}:tenant', limit: 600, windowInMs: 60_000 }

describe.runIf(hasRedis())('on Redis', () => {
  let server: RedisServer
  let cluster: RedisServer
  beforeAll(async () => {
    ;[server, cluster] = await Promise.all([startRedisServer(), startRedisServer({ cluster: true })])
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await cluster[Symbol.asyncDispose]()
  })

  const open = (time: 'redis' | 'caller', keyPrefix = `${randomUUID()}:`) =>
    openRedisSharedState({ url: server.url, logger, keyPrefix, time })

  describeSharedStateContract('Redis', () => open('caller'), { traces: 10 })
  describeSharedStateContract(
    'a cluster of Redis behind one address',
    () => openRedisSharedState({ url: cluster.url, logger, keyPrefix: `${randomUUID()}:`, time: 'caller' }),
    { traces: 2 },
  )

  /** Three gateways that share one Redis. */
  async function three(time: 'redis' | 'caller', keyPrefix = `${randomUUID()}:`) {
    const states = await Promise.all([1, 2, 3].map(() => open(time, keyPrefix)))
    return {
      states,
      nth: (n: number) => states[n % 3]!,
      [Symbol.asyncDispose]: async () => {
        for (const state of states) await state[Symbol.asyncDispose]()
      },
    }
  }
  const allowedOf = async (decisions: readonly Promise<{ readonly allowed: boolean }>[]) =>
    (await Promise.all(decisions)).filter(({ allowed }) => allowed).length

  it('lets 60 of one user and 600 of one tenant through three gateways, however wrong their clocks are', async () => {
    await using gateways = await three('redis')
    const clockOf = (n: number) => [0, Date.now(), 4e12][n % 3]!
    const send = (n: number, rules: readonly WindowRule[]) => gateways.nth(n).takeFromWindows(rules, clockOf(n))
    const burst = Array.from({ length: 500 }, (_, n) => send(n, [user('ada'), tenant]))
    expect(await allowedOf(burst)).toBe(60)
    const crowd = Array.from({ length: 1_500 }, (_, n) => send(n, [user(`u${n % 30}`), tenant]))
    expect(await allowedOf(crowd)).toBe(540)
  })

  it('never lets more than 60 into any minute of random traces through three gateways', async () => {
    const arrivals = fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.nat(2)), {
      minLength: 80,
      maxLength: 250,
    })
    await using gateways = await three('caller')
    let trace = 0
    await fc.assert(
      fc.asyncProperty(arrivals, async (gaps) => {
        const rule = user(`trace${++trace}`)
        const accepted: number[] = []
        let now = 0
        for (const [gap, n] of gaps) {
          now += gap
          if ((await gateways.nth(n).takeFromWindows([rule], now)).allowed) accepted.push(now)
        }
        for (const [i, time] of accepted.entries())
          expect(accepted.slice(i).filter((other) => other < time + 60_000).length).toBeLessThanOrEqual(60)
      }),
      { numRuns: 20 },
    )
  })

  it('leaves no key behind for ever', async () => {
    const keyPrefix = `${randomUUID()}:`
    await using state = await open('redis', keyPrefix)
    await state.takeFromWindows([user('ada'), tenant], 0)
    await state.set('k', 'v', 60_000, Date.now(), 'group')
    for (const key of [user('ada').key, tenant.key, 'k', 'group']) {
      const [, left] = /^:(-?\d+)/.exec(await server.send('PTTL', keyPrefix + key)) ?? []
      expect(Number(left), key).toBeGreaterThan(0)
      expect(Number(left), key).toBeLessThanOrEqual(60_000)
    }
  })

  describe('that is gone', () => {
    const refusal = { code: 'service-unavailable', retryAfterInSeconds: 2 }

    async function untilReachable(state: SharedState) {
      await expect
        .poll(
          () =>
            state.check().then(
              () => 'reached',
              () => 'gone',
            ),
          { timeout: 5_000 },
        )
        .toBe('reached')
    }

    it('lets nobody in, knows no cached value, and is found again by itself', async () => {
      await using gone = await startRedisServer()
      await using state = await openRedisSharedState({ url: gone.url, logger })
      await state.set('k', 'v', 60_000, Date.now())
      await gone.kill()
      await expect(state.takeFromWindows([user('ada')], 0)).rejects.toMatchObject(refusal)
      await expect(state.lookAtWindows([user('ada')], 0)).rejects.toMatchObject(refusal)
      await expect(state.check()).rejects.toThrow()
      expect(await state.get('k', 0)).toBeNull()
      await state.set('k', 'v', 60_000, Date.now(), 'group')
      await state.deleteGroup('group')
      await gone.start()
      await untilReachable(state)
      expect((await state.takeFromWindows([user('ada')], 0)).allowed).toBe(true)
    })

    it('holds nobody up when it stands still', async () => {
      await using stuck = await startRedisServer()
      await using state = await openRedisSharedState({ url: stuck.url, logger })
      stuck.freeze()
      const startedAt = performance.now()
      await expect(state.takeFromWindows([user('ada')], 0)).rejects.toMatchObject(refusal)
      expect(await state.get('k', 0)).toBeNull()
      expect(performance.now() - startedAt).toBeLessThan(2_000)
      stuck.thaw()
      await untilReachable(state)
    })

    it('does not keep a gateway from starting', async () => {
      await using later = await startRedisServer()
      await later.kill()
      await using state = await openRedisSharedState({ url: later.url, logger })
      await expect(state.takeFromWindows([user('ada')], 0)).rejects.toMatchObject(refusal)
      await later.start()
      await untilReachable(state)
    })
  })
})
