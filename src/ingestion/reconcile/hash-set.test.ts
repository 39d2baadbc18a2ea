import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { createHashSet } from './hash-set.ts'

const hashOf = (n: number) => createHash('sha256').update(String(n)).digest('hex')

it('holds what was added, in whatever order, and nothing else', () => {
  const set = createHashSet()
  expect(set.has(hashOf(0))).toBe(false)
  for (let n = 0; n < 3_000; n++) set.add(hashOf((n * 7) % 3_000))
  for (let n = 0; n < 3_000; n++) expect(set.has(hashOf(n))).toBe(true)
  for (let n = 3_000; n < 6_000; n++) expect(set.has(hashOf(n))).toBe(false)
  set.add(hashOf(9_999))
  expect([set.has(hashOf(9_999)), set.has(hashOf(1)), set.has(hashOf(3_001))]).toEqual([true, true, false])
})

it('tells the smallest from the greatest', () => {
  const set = createHashSet()
  const [smallest, greatest] = ['0'.repeat(64), 'f'.repeat(64)]
  set.add(greatest)
  expect([set.has(smallest), set.has(greatest)]).toEqual([false, true])
})
