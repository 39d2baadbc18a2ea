import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../testing/call-contexts.ts'
import { createRateBudget } from './rate-budget.ts'

function open(headers: Record<string, string> = {}, mustWait = false) {
  const clock = createManualClock()
  const budget = createRateBudget(clock)
  budget.learn(new Headers(headers), mustWait)
  return { clock, budget }
}

describe('what a server lets us ask', () => {
  it('is everything until it tells of limits', () => {
    expect(open().budget.delayInMs(1_000_000)).toBe(0)
  })

  it('fills up steadily to the limit', () => {
    const { budget, clock } = open({
      'x-ratelimit-limit-tokens': '60000',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '1m0s',
    })
    expect(budget.delayInMs(2_000)).toBe(2_000)
    clock.advance(2_000)
    expect(budget.delayInMs(2_000)).toBe(0)
    budget.take(2_000)
    expect(budget.delayInMs(1_000)).toBe(1_000)
  })

  it('is renewed at once where the limit is not told', () => {
    const { budget, clock } = open({ 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': '10' })
    expect(budget.delayInMs(1)).toBe(0)
    budget.take(1)
    expect(budget.delayInMs(1)).toBe(10_000)
    clock.advance(10_000)
    expect(budget.delayInMs(1)).toBe(0)
  })

  it('lets whoever wants more than the limit ask when it is full', () => {
    const { budget } = open({
      'x-ratelimit-limit-tokens': '1000',
      'x-ratelimit-remaining-tokens': '500',
      'x-ratelimit-reset-tokens': '500ms',
    })
    expect(budget.delayInMs(5_000)).toBe(500)
  })

  it('is nothing as long as the server asks to wait', () => {
    const { budget, clock } = open({ 'retry-after': '7' }, true)
    expect(budget.delayInMs(1)).toBe(7_000)
    clock.advance(7_000)
    expect(budget.delayInMs(1)).toBe(0)
    budget.learn(new Headers(), true)
    expect(budget.delayInMs(1)).toBe(1_000)
  })

  it.each([
    ['20ms', 20],
    ['1.5s', 1_500],
    ['6m0s', 360_000],
    ['1h', 3_600_000],
    ['4', 4_000],
    ['soon', 60_000],
  ])('is renewed after %s', (reset, inMs) => {
    const { budget } = open({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': reset })
    expect(budget.delayInMs(1)).toBe(inMs)
  })
})
