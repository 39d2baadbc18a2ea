import { expect, it, vi } from 'vitest'
import { createMicroBatches } from './micro-batches.ts'
import type { OnnxItem } from './onnx-protocol.ts'

const never = new AbortController().signal
const texts = (count: number, name: string): OnnxItem[] =>
  Array.from({ length: count }, (_, n) => ({ type: 'text', text: `${name}${n}`, prefix: '' }))
const nameOf = (item: OnnxItem | undefined) => (item?.type === 'text' ? item.text : '')

/** A model that finishes a batch when it is told to. */
function openModel() {
  const batches: { items: readonly OnnxItem[]; finish: () => void; fail: (error: Error) => void }[] = []
  const run = createMicroBatches((items) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Float32Array[]>()
    batches.push({ items, finish: () => resolve(items.map(() => new Float32Array(1))), fail: reject })
    return promise
  })
  const begun = (count: number) => vi.waitFor(() => expect(batches).toHaveLength(count))
  return { run, batches, begun }
}

it('lets a question in between two batches of passages', async () => {
  const { run, batches, begun } = openModel()
  const passages = run({ items: texts(8, 'p'), urgent: false, signal: never })
  const question = run({ items: texts(1, 'q'), urgent: true, signal: never })
  for (const count of [1, 2, 3]) {
    await begun(count)
    batches.at(-1)?.finish()
  }
  expect(batches.map(({ items }) => nameOf(items[0]))).toEqual(['p0', 'q0', 'p4'])
  expect(await question).toHaveLength(1)
  expect(await passages).toHaveLength(8)
})

it('drops the rest of what nobody waits for any more, and goes on with the next', async () => {
  const { run, batches, begun } = openModel()
  const abort = new AbortController()
  const dropped = run({ items: texts(8, 'dropped'), urgent: false, signal: abort.signal })
  const kept = run({ items: texts(1, 'kept'), urgent: false, signal: never })
  await begun(1)
  abort.abort(new Error('gone'))
  await expect(dropped).rejects.toThrow('gone')
  batches[0]?.finish()
  await begun(2)
  expect(nameOf(batches[1]?.items[0])).toBe('kept0')
  batches[1]?.finish()
  expect(await kept).toHaveLength(1)
})

it('fails only the work whose batch failed', async () => {
  const { run, batches, begun } = openModel()
  const broken = run({ items: texts(8, 'broken'), urgent: false, signal: never })
  const fine = run({ items: texts(1, 'fine'), urgent: false, signal: never })
  await begun(1)
  batches[0]?.fail(new Error('broken'))
  await expect(broken).rejects.toThrow('broken')
  await begun(2)
  batches[1]?.finish()
  expect(await fine).toHaveLength(1)
})

it('turns work away when too much waits', async () => {
  const { run } = openModel()
  const abort = new AbortController()
  const waiting = Array.from({ length: 256 }, () =>
    run({ items: texts(1, 'w'), urgent: true, signal: abort.signal }).catch(() => undefined),
  )
  const one = { items: texts(1, 'late'), urgent: true, signal: never }
  await expect(run(one)).rejects.toMatchObject({ code: 'service-unavailable', retryAfterInSeconds: 1 })
  abort.abort()
  await Promise.all(waiting)
})
