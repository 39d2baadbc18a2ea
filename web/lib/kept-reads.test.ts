import { expect, it } from 'vitest'
import { createKeptReads } from './kept-reads.ts'

/** Reads that are counted, at a time that the test sets. */
function counted() {
  const clock = { time: 0, reads: 0 }
  const read = createKeptReads<number>(() => clock.time)
  const next = async () => {
    clock.reads += 1
    return clock.reads
  }
  return {
    clock,
    read: (name: string) => read(name, next),
    fail: (name: string) => read(name, () => Promise.reject(new Error('gone'))),
  }
}

it('reads what is asked for twice once', async () => {
  const { read } = counted()
  expect(await Promise.all([read('a'), read('a'), read('b')])).toEqual([1, 1, 2])
})

it('reads again after a minute, because rights change', async () => {
  const { clock, read } = counted()
  await read('a')
  clock.time = 59_999
  expect(await read('a')).toBe(1)
  clock.time = 60_000
  expect(await read('a')).toBe(2)
})

it('reads again what failed', async () => {
  const { read, fail } = counted()
  await expect(fail('a')).rejects.toThrow('gone')
  expect(await read('a')).toBe(1)
})

it('forgets the oldest of more than forty', async () => {
  const { read } = counted()
  for (let n = 0; n <= 40; n += 1) await read(`name ${n}`)
  expect(await read('name 1')).toBe(2)
  expect(await read('name 0')).toBe(42)
})
