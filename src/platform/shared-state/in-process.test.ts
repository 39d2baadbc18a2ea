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

it('takes many events of one key at the same price', async () => {
  await using state = createInProcessSharedState()
  const rule = { name: 'tenant', key: 't', limit: 100_000, windowInMs: 60_000 }
  for (let i = 0; i < 150_000; i++) await state.takeFromWindows([rule], i)
  const [window] = await state.lookAtWindows([rule], 150_000)
  expect(window).toMatchObject({ remaining: 100_000 - 59_999 })
})
