import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { describeEmbeddingModelContract } from './embedding-model.contract.ts'
import { openStaticEmbeddingModel } from './static.ts'

describeEmbeddingModelContract('the built-in word vectors', openStaticEmbeddingModel)

describe('the built-in word vectors', () => {
  const signal = new AbortController().signal

  it('give a text without a known word the zero vector', async () => {
    const model = await openStaticEmbeddingModel()
    const [empty, unknown] = await model.embedPassages(['', 'qqqzzzxx'], signal)
    expect(empty?.every((value) => value === 0)).toBe(true)
    expect(unknown?.every((value) => value === 0)).toBe(true)
  })

  it('weigh a rare word more than a frequent one', async () => {
    const model = await openStaticEmbeddingModel()
    const [mixed, rare, frequent] = await model.embedPassages(['the deductible', 'deductible', 'the'], signal)
    expect(cosine(mixed, rare)).toBeGreaterThan(0.9)
    expect(cosine(mixed, frequent)).toBeLessThan(0.5)
  })

  it('know how frequent a word is', async () => {
    const { rankOf } = await openStaticEmbeddingModel()
    expect(rankOf('the')).toBe(1)
    expect(rankOf('give') ?? 0).toBeLessThan(rankOf('vacation') ?? 0)
    expect(rankOf('perksplus')).toBeNull()
  })

  it('let other work run while they read a long text', async () => {
    const model = await openStaticEmbeddingModel()
    let turns = 0
    const done = new AbortController()
    const counting = (async () => {
      while (!done.signal.aborted) {
        await setImmediate()
        turns++
      }
    })()
    await model.embedPassages(['insurance plan '.repeat(70_000)], signal)
    done.abort()
    await counting
    expect(turns).toBeGreaterThan(10)
  })
})

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return a === undefined ? 0 : a.reduce((sum, value, i) => sum + value * (b?.[i] ?? 0), 0)
}
