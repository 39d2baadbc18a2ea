import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SharedState, WindowRule } from './shared-state.ts'

const MINUTE = 60_000
const userRule = (key: string): WindowRule => ({
  name: 'user',
  key: `rate:{t}:user:${key}`,
  limit: 60,
  windowInMs: MINUTE,
})
const tenantRule = (key: string): WindowRule => ({
  name: 'tenant',
  key: `rate:{${key}}:tenant`,
  limit: 600,
  windowInMs: MINUTE,
})

/** What every shared state must do. `open` returns one that starts empty. */
export function describeSharedStateContract(
  name: string,
  open: () => Promise<SharedState>,
  { traces = 40 }: { readonly traces?: number } = {},
): void {
  describe(`shared state contract: ${name}`, () => {
    it('allows exactly the limit within a window and says when the next is allowed', async () => {
      await using state = await open()
      for (let i = 0; i < 60; i++) {
        expect((await state.takeFromWindows([userRule('a')], i * 10)).allowed).toBe(true)
      }
      const refused = await state.takeFromWindows([userRule('a')], 1_000)
      expect(refused).toMatchObject({ allowed: false, violated: ['user'] })
      expect(refused.windows[0]).toMatchObject({ remaining: 0, resetInMs: MINUTE - 1_000 })
      expect((await state.takeFromWindows([userRule('a')], MINUTE)).allowed).toBe(true)
    })

    it('never allows more than the limit in any window, whatever the arrival times', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 50, maxLength: 300 }),
          async (gaps) => {
            await using state = await open()
            const accepted: number[] = []
            let now = 0
            for (const gap of gaps) {
              now += gap
              if ((await state.takeFromWindows([userRule('a')], now)).allowed) accepted.push(now)
            }
            for (const [i, time] of accepted.entries()) {
              expect(accepted.slice(i).filter((other) => other < time + MINUTE).length).toBeLessThanOrEqual(60)
            }
          },
        ),
        { numRuns: traces },
      )
    })

    it('accepts exactly the limit of a burst', async () => {
      await using state = await open()
      const decisions = await Promise.all(Array.from({ length: 500 }, () => state.takeFromWindows([userRule('a')], 5)))
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(60)
    })

    it('charges the tenant nothing for a request that the user limit refused', async () => {
      await using state = await open()
      for (let i = 0; i < 100; i++) await state.takeFromWindows([userRule('a'), tenantRule('t')], 0)
      const { windows } = await state.takeFromWindows([userRule('b'), tenantRule('t')], 0)
      expect(windows[1]).toMatchObject({ name: 'tenant', remaining: 600 - 61 })
    })

    it('stops a tenant at its own limit however many users it has', async () => {
      await using state = await open()
      let allowed = 0
      for (let i = 0; i < 1_000; i++) {
        if ((await state.takeFromWindows([userRule(`u${i % 20}`), tenantRule('t')], 0)).allowed) allowed++
      }
      expect(allowed).toBe(600)
    })

    it('does not forget a user at the limit when a flood of other keys arrives', async () => {
      await using state = await open()
      for (let i = 0; i < 60; i++) await state.takeFromWindows([userRule('victim')], 0)
      for (let i = 0; i < 30_000; i += 500)
        await Promise.all(
          Array.from({ length: 500 }, (_, n) =>
            state.takeFromWindows([userRule(`flood${i + n}`)], 1).catch(() => null),
          ),
        )
      expect((await state.takeFromWindows([userRule('victim')], 2)).allowed).toBe(false)
    })

    it('tells how full windows are without counting', async () => {
      await using state = await open()
      await state.takeFromWindows([userRule('a')], 0)
      for (let i = 0; i < 100; i++) await state.lookAtWindows([userRule('a')], 10)
      expect(await state.lookAtWindows([userRule('a'), userRule('b')], 10)).toMatchObject([
        { remaining: 59, resetInMs: 0 },
        { remaining: 60, resetInMs: 0 },
      ])
      for (let i = 0; i < 59; i++) await state.takeFromWindows([userRule('a')], 20)
      expect(await state.lookAtWindows([userRule('a')], 1_000)).toMatchObject([{ remaining: 0, resetInMs: 59_000 }])
    })

    it('takes the next event of whoever waits exactly as long as was said, and none a millisecond before', async () => {
      await using state = await open()
      const rule = { ...userRule('a'), limit: 3 }
      for (const time of [0, 250, 1_700]) await state.takeFromWindows([rule], time)
      const wait = (await state.takeFromWindows([rule], 2_000)).windows[0]!.resetInMs
      expect((await state.takeFromWindows([rule], 2_000 + wait - 1)).allowed).toBe(false)
      expect((await state.takeFromWindows([rule], 2_000 + wait)).allowed).toBe(true)
    })

    it('neither allows more nor locks anybody out when a clock is set back', async () => {
      await using state = await open()
      for (let i = 0; i < 60; i++) await state.takeFromWindows([userRule('a')], 1_000)
      expect((await state.takeFromWindows([userRule('a')], 900)).allowed).toBe(false)
      const dayLater = 86_400_000
      for (let i = 0; i < 60; i++) await state.takeFromWindows([userRule('b')], dayLater)
      expect((await state.takeFromWindows([userRule('b')], 0)).allowed).toBe(true)
    })

    it('returns a cached value until its lifetime ends', async () => {
      await using state = await open()
      await state.set('k', 'v: é', 900_000, 0)
      expect(await state.get('k', 899_999)).toBe('v: é')
      expect(await state.get('k', 900_000)).toBeNull()
      expect(await state.get('other', 0)).toBeNull()
    })

    it('forgets a value, or all values of a group', async () => {
      await using state = await open()
      for (let i = 0; i < 450; i++) await state.set(`a${i}`, 'v', 900_000, 0, 'group a')
      await state.set('b', 'v', 900_000, 0, 'group b')
      await state.set('c', 'v', 900_000, 0)
      await state.deleteGroup('group a')
      for (let i = 0; i < 450; i++) expect(await state.get(`a${i}`, 1)).toBeNull()
      expect([await state.get('b', 1), await state.get('c', 1)]).toEqual(['v', 'v'])
      await state.delete('b')
      await state.delete('b')
      expect(await state.get('b', 1)).toBeNull()
    })

    it('says that it can be reached', async () => {
      await using state = await open()
      await expect(state.check()).resolves.toBeUndefined()
    })
  })
}
