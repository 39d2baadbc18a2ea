import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SharedState, WindowRule } from './shared-state.ts'

const MINUTE = 60_000
const userRule = (key: string): WindowRule => ({ name: 'user', key: `user:${key}`, limit: 60, windowInMs: MINUTE })
const tenantRule = (key: string): WindowRule => ({
  name: 'tenant',
  key: `tenant:${key}`,
  limit: 600,
  windowInMs: MINUTE,
})

/** What every shared state must do. `open` returns one that starts empty. */
export function describeSharedStateContract(name: string, open: () => Promise<SharedState>): void {
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
        { numRuns: 40 },
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
      for (let i = 0; i < 30_000; i++) await state.takeFromWindows([userRule(`flood${i}`)], 1)
      expect((await state.takeFromWindows([userRule('victim')], 2)).allowed).toBe(false)
    })

    it('returns a cached value until its lifetime ends', async () => {
      await using state = await open()
      await state.set('k', 'v', 900_000, 0)
      expect(await state.get('k', 899_999)).toBe('v')
      expect(await state.get('k', 900_000)).toBeNull()
      expect(await state.get('other', 0)).toBeNull()
    })
  })
}
