import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '../contracts/errors.ts'
import { createInProcessSharedState } from '../platform/shared-state/in-process.ts'
import { createManualClock, principalFor } from '../testing/call-contexts.ts'
import { type RateLimits, takeFromRateLimits } from './rate-limits.ts'

const LIMITS: RateLimits = { userRequestsPerMinute: 3, tenantRequestsPerMinute: 5 }

function gateway(limits = LIMITS) {
  const state = createInProcessSharedState()
  const clock = createManualClock()
  const send = async (person = 'ada', tenant = 't1') => {
    const { headers, refusal } = await takeFromRateLimits(
      state,
      limits,
      principalFor({ object_id: person, tenant_id: tenant }),
      clock.now(),
    )
    if (refusal !== null && !(refusal instanceof ProblemError)) throw refusal
    return { headers, refusal }
  }
  return { clock, send }
}

describe('the limits of requests', () => {
  it('are told with every reply, as they are after this request', async () => {
    const { send } = gateway()
    expect((await send()).headers).toEqual({
      'ratelimit-policy': '"user";q=3;w=60, "tenant";q=5;w=60',
      ratelimit: '"user";r=2;t=0, "tenant";r=4;t=0',
    })
  })

  it('refuse a person who is over theirs, and say how long to wait and why', async () => {
    const { clock, send } = gateway()
    for (let i = 0; i < 3; i++) expect((await send()).refusal).toBeNull()
    clock.advance(15_500)
    const { headers, refusal } = await send()
    expect(refusal).toMatchObject({
      code: 'quota-exceeded',
      retryAfterInSeconds: 45,
      extensions: { 'violated-policies': ['user'] },
    })
    expect(headers.ratelimit).toBe('"user";r=0;t=45, "tenant";r=2;t=0')
    expect((await send('bob')).refusal).toBeNull()
  })

  it('refuse everybody of a tenant that is over its own, and nobody of another', async () => {
    const { send } = gateway()
    for (const person of ['a', 'b', 'c', 'd', 'e']) expect((await send(person)).refusal).toBeNull()
    expect((await send('f')).refusal).toMatchObject({ extensions: { 'violated-policies': ['tenant'] } })
    expect((await send('f', 't2')).refusal).toBeNull()
  })

  it('count two people apart whose tenant and name run into the same letters', async () => {
    const { send } = gateway({ userRequestsPerMinute: 1, tenantRequestsPerMinute: 100 })
    for (const [tenant, person] of [
      ['a', 'bc'],
      ['ab', 'c'],
      ['a1:', 'b'],
      ['a', '1:b'],
    ] as const)
      expect((await send(person, tenant)).refusal).toBeNull()
  })

  it('take the next request of whoever waits as long as they were told, whatever came before', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 40 })
    const people = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 40, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(gaps, people, async (waits, senders) => {
        const { clock, send } = gateway()
        for (const [i, wait] of waits.entries()) {
          clock.advance(wait)
          const { refusal } = await send(senders[i])
          if (refusal === null) continue
          expect(refusal.retryAfterInSeconds).toBeGreaterThanOrEqual(1)
          clock.advance((refusal.retryAfterInSeconds ?? 0) * 1_000)
          expect((await send(senders[i])).refusal).toBeNull()
        }
      }),
      { numRuns: 200 },
    )
  })
})
