import { describe, expect, it } from 'vitest'
import type { EmbeddingModel } from './embedding-model.ts'

const SHARE = 'The annual deductible of the health insurance plan is 500 dollars.'
const OTHER = 'The striped cat slept on the warm carpet all afternoon.'

/** What every embedding model must do, whoever made it. */
export function describeEmbeddingModelContract(name: string, open: () => Promise<EmbeddingModel>): void {
  const signal = new AbortController().signal

  describe(`${name} as an embedding model`, () => {
    it('returns one vector of the stated size per text, in order', async () => {
      const model = await open()
      const together = await model.embedPassages([SHARE, OTHER, SHARE], signal)
      expect(together.map((vector) => vector.length)).toEqual([model.dimensions, model.dimensions, model.dimensions])
      expect(together[0]).toEqual(together[2])
      expect(together[0]).not.toEqual(together[1])
    })

    it('gives a text the same vector alone and among others', async () => {
      const model = await open()
      const [alone] = await model.embedPassages([OTHER], signal)
      const together = await model.embedPassages([SHARE, OTHER], signal)
      expect(dot(alone, together[1])).toBeCloseTo(1, 4)
    })

    it('returns vectors of unit length for passages and queries', async () => {
      const model = await open()
      const [passage] = await model.embedPassages([SHARE], signal)
      const query = await model.embedQuery('What is the deductible?', signal)
      expect(dot(passage, passage)).toBeCloseTo(1, 4)
      expect(dot(query, query)).toBeCloseTo(1, 4)
    })

    it('puts a question nearer to the passage that is about it', async () => {
      const model = await open()
      const [share, other] = await model.embedPassages([SHARE, OTHER], signal)
      const query = await model.embedQuery('How much does medical coverage cost?', signal)
      expect(dot(query, share)).toBeGreaterThan(dot(query, other))
    })

    it('accepts no texts at all', async () => {
      const model = await open()
      expect(await model.embedPassages([], signal)).toEqual([])
    })

    it('answers empty and strange texts with finite vectors', async () => {
      const model = await open()
      const strange = ['', ' \n\t', '\u0000\uD800', '🙂🙂🙂', '<|endoftext|>', 'x'.repeat(20_000)]
      const vectors = await model.embedPassages(strange, signal)
      expect(vectors).toHaveLength(strange.length)
      for (const vector of vectors) expect(vector.every(Number.isFinite)).toBe(true)
    })

    it('stops when the call is cancelled', async () => {
      const model = await open()
      const cancelled = AbortSignal.abort()
      await expect(model.embedPassages([SHARE], cancelled)).rejects.toThrow()
      await expect(model.embedQuery(SHARE, cancelled)).rejects.toThrow()
    })

    it('names itself by a fingerprint that stays the same', async () => {
      const first = await open()
      const second = await open()
      expect(first.fingerprint).not.toBe('')
      expect(second.fingerprint).toBe(first.fingerprint)
    })
  })
}

function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) throw new Error('a vector is missing')
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
}
