import { expect, it } from 'vitest'
import { createQueryVectors } from './query-vectors.ts'

const signal = new AbortController().signal
const never = () => new Promise<Float32Array>(() => {})

/** An embedding model that counts how often it is asked and answers as told. */
function model(embedQuery: () => Promise<Float32Array> = async () => Float32Array.of(1)) {
  const asked: string[] = []
  return { asked, embedQuery: (query: string) => (asked.push(query), embedQuery()) }
}

it('remembers the vector of a question', async () => {
  const embedder = model()
  const vectors = createQueryVectors(embedder)
  expect(await vectors('one', signal)).toEqual(Float32Array.of(1))
  expect(await vectors('one', signal)).toEqual(Float32Array.of(1))
  await vectors('two', signal)
  expect(embedder.asked).toEqual(['one', 'two'])
})

it('goes on without a vector when the model is late, and asks again only after a pause', async () => {
  let time = 0
  const embedder = model(never)
  const vectors = createQueryVectors(embedder, { longestWaitInMs: 10, now: () => time })
  expect(await vectors('one', signal)).toBeNull()
  expect(await vectors('two', signal)).toBeNull()
  expect(embedder.asked).toEqual(['one'])
  time = 5_000
  expect(await vectors('three', signal)).toBeNull()
  expect(embedder.asked).toEqual(['one', 'three'])
})

it('does not remember a failure', async () => {
  let time = 0
  let isDown = true
  const embedder = model(async () => {
    if (isDown) throw new Error('down')
    return Float32Array.of(2)
  })
  const vectors = createQueryVectors(embedder, { now: () => time })
  expect(await vectors('one', signal)).toBeNull()
  isDown = false
  time = 5_000
  expect(await vectors('one', signal)).toEqual(Float32Array.of(2))
})

it('rejects when the caller goes away, and holds that against nobody', async () => {
  const abort = new AbortController()
  const embedder = model(never)
  const vectors = createQueryVectors(embedder)
  const going = vectors('one', abort.signal)
  abort.abort(new Error('gone'))
  await expect(going).rejects.toThrow('gone')
  void vectors('two', AbortSignal.timeout(1)).catch(() => undefined)
  expect(embedder.asked).toEqual(['one', 'two'])
})
