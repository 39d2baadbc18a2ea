import { expect, it } from 'vitest'
import { createInProcessSharedState } from './in-process.ts'
import { describeSharedStateContract } from './shared-state.contract.ts'

describeSharedStateContract('in process', async () => createInProcessSharedState())

it('refuses new keys when it is full, and takes them again when old ones are idle', async () => {
  await using state = createInProcessSharedState({ maximumWindows: 2 })
  const take = (key: string, now: number) =>
    state.takeFromWindows([{ name: 'user', key, limit: 5, windowInMs: 1_000 }], now)
  await take('a', 0)
  await take('b', 0)
  expect((await take('c', 0)).allowed).toBe(false)
  expect((await take('a', 0)).allowed).toBe(true)
  expect((await take('c', 1_000)).allowed).toBe(true)
})
