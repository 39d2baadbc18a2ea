import { expect, it } from 'vitest'
import { comparePaired } from './paired-test.ts'

it('finds no difference between equal systems', () => {
  expect(comparePaired([1, 0, 1], [1, 0, 1])).toEqual({ difference: 0, p: 1 })
})

it('takes a few changes for chance and many in one direction for none', () => {
  const before = Array.from({ length: 100 }, () => 0)
  const after = (better: number, worse: number) => before.map((_, n) => (n < better ? 1 : n < better + worse ? -1 : 0))
  expect(comparePaired(before, after(2, 1)).p).toBeGreaterThan(0.5)
  expect(comparePaired(before, after(12, 1))).toMatchObject({ difference: 0.11 })
  expect(comparePaired(before, after(12, 1)).p).toBeLessThan(0.01)
  expect(comparePaired(before, after(1, 12)).p).toBeLessThan(0.01)
})

it('is near the exact value where that is known', () => {
  // Ten differences of one in the same direction: 2 of 2^10 sign patterns are as large.
  const { p } = comparePaired(Array(10).fill(0), Array(10).fill(1))
  expect(p).toBeLessThan(0.006)
  expect(p).toBeGreaterThan(0.0005)
})

it('refuses systems that answered different questions', () => {
  expect(() => comparePaired([1], [1, 0])).toThrow('different questions')
})
