import { expect, test } from 'vitest'
import { sizeInWords } from './describe-document.ts'

test.each([
  [0, '0 B'],
  [940, '940 B'],
  [12_400, '12 kB'],
  [3_400_000, '3.4 MB'],
  [250_000_000, '250 MB'],
  [7_000_000_000_000, '7000 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words)
})
