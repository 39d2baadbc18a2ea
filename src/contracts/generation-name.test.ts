import { expect, it } from 'vitest'
import { generationName } from './generation-name.ts'

const PARTS = { embedder: 'static-1', chunker: '512-64', analyser: 'porter2-1' }

it('gives equal parts the same name and every other part another', () => {
  const names = [
    generationName(PARTS),
    generationName({ ...PARTS, embedder: 'static-2' }),
    generationName({ ...PARTS, chunker: '256-32' }),
    generationName({ ...PARTS, analyser: 'none' }),
    generationName({ embedder: 'static-1~512-64', chunker: '', analyser: 'porter2-1' }),
  ]
  expect(new Set(names).size).toBe(names.length)
  expect(generationName({ ...PARTS })).toBe(names[0])
})
