import { describe, expect, it } from 'vitest'
import { createInProcessSharedState } from '../platform/shared-state/in-process.ts'
import { createAttemptLimits } from './limit-attempts.ts'

const QUARTER = 15 * 60_000
const newLimits = () => createAttemptLimits(createInProcessSharedState())

async function fail(limits: ReturnType<typeof newLimits>, account: string, address: string, now: number) {
  await limits.begin({ account, address }, now)
  await limits.end({ account, address }, false, now)
}

describe('guessing a password', () => {
  it('is possible ten times in a quarter of an hour, from wherever it comes', async () => {
    const limits = newLimits()
    for (let i = 0; i < 10; i += 1) await fail(limits, 'ada@example.org', `192.0.2.${i}`, i)
    const refused = limits.begin({ account: 'ada@example.org', address: '192.0.2.99' }, 60_000)
    await expect(refused).rejects.toMatchObject({ code: 'quota-exceeded', retryAfterInSeconds: 840 })
    await expect(limits.begin({ account: 'bert@example.org', address: '192.0.2.99' }, 60_000)).resolves.toBeUndefined()
    await expect(limits.begin({ account: 'ada@example.org', address: '192.0.2.1' }, QUARTER)).resolves.toBeUndefined()
  })

  it('is not possible more often by trying all at once', async () => {
    const limits = newLimits()
    const tries = Array.from({ length: 100 }, () =>
      limits.begin({ account: 'ada@example.org', address: '192.0.2.1' }, 0),
    )
    const outcomes = await Promise.allSettled(tries)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  })

  it('starts anew after the right one', async () => {
    const limits = newLimits()
    for (let round = 0; round < 5; round += 1) {
      for (let i = 0; i < 9; i += 1) await fail(limits, 'ada@example.org', `192.0.2.${round}`, 0)
      await limits.begin({ account: 'ada@example.org', address: '192.0.2.1' }, 0)
      await limits.end({ account: 'ada@example.org', address: '192.0.2.1' }, true, 0)
    }
  })

  it('of many accounts from one address ends after fifty', async () => {
    const limits = newLimits()
    for (let i = 0; i < 50; i += 1) await fail(limits, `person${i}@example.org`, '192.0.2.1', 0)
    const from = (address: string, now: number) => limits.begin({ account: 'ada@example.org', address }, now)
    await expect(from('192.0.2.1', 1)).rejects.toMatchObject({ code: 'quota-exceeded', retryAfterInSeconds: 900 })
    await expect(from('192.0.2.2', 1)).resolves.toBeUndefined()
    await expect(from('192.0.2.1', QUARTER)).resolves.toBeUndefined()
  })
})
