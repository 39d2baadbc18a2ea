import { expect, test } from 'vitest'
import { sizeInWords, suspicionOf } from './describe-document.ts'

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

test.each([
  [null, null],
  [{ personal_data: { email: 2 }, suspicious_passages: null }, null],
  [{ personal_data: null, suspicious_passages: 0 }, null],
  [{ personal_data: null, suspicious_passages: 1 }, /^1 passage talks /],
  [{ personal_data: null, suspicious_passages: 3 }, /^3 passages talk /],
])('suspicious passages are told to whom may know of them: %j', (findings, words) => {
  if (words === null) expect(suspicionOf({ findings })).toBeNull()
  else expect(suspicionOf({ findings })).toMatch(words)
})
