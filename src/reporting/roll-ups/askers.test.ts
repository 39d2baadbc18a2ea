import { describe, expect, it } from 'vitest'
import { seeded } from '../../testing/usage-orders.ts'
import { type Askers, askerOf, countAskers, unite } from './askers.ts'

describe('a set of people', () => {
  it('counts each of them once, in whatever order they come', () => {
    const pick = seeded(5)
    const numbers = Array.from({ length: 500 }, () => pick(700))
    const all = (order: readonly number[]) => order.map(askerOf).reduce<Askers>(unite, new Uint8Array())
    expect(countAskers(all(numbers))).toBe(new Set(numbers).size)
    expect(all(numbers)).toEqual(all(numbers.toReversed()))
  })

  it('leaves the sets as they are that it is made of', () => {
    const [one, other] = [askerOf(3), askerOf(900)]
    expect(countAskers(unite(one, other))).toBe(2)
    expect([countAskers(one), countAskers(other)]).toEqual([1, 1])
  })
})
