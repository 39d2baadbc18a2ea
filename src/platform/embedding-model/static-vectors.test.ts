import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { STATIC_VECTORS_SHA256 } from './static.ts'

it('holds the word vectors that the fingerprint names', async () => {
  const file = await readFile(new URL('./static-vectors.bin', import.meta.url))
  expect(createHash('sha256').update(file).digest('hex')).toBe(STATIC_VECTORS_SHA256)
})
