import { expect, test } from 'vitest'
import { createFormats } from './formats.ts'

const en = createFormats('en-GB')
const de = createFormats('de-DE')

test.each([
  [0, '0 B', '0 B'],
  [940, '940 B', '940 B'],
  [12_400, '12 kB', '12 kB'],
  [3_400_000, '3.4 MB', '3,4 MB'],
  [250_000_000, '250 MB', '250 MB'],
  [7_000_000_000_000, '7,000 GB', '7.000 GB'],
])('%d bytes are %s in English and %s in German', (bytes, english, german) => {
  expect([en.size(bytes), de.size(bytes)]).toEqual([english, german])
})

test.each([
  [400, '0.4 s'],
  [12_300, '12 s'],
  [180_000, '3 min'],
  [5_400_000, '1.5 h'],
])('%d milliseconds are %s', (milliseconds, words) => {
  expect(en.duration(milliseconds)).toBe(words)
})

test('days and numbers are written as in the region', () => {
  expect(en.day('2026-11-20T12:00:00.000Z')).toBe('20\u00A0Nov\u00A02026')
  expect(de.day('2026-11-20T12:00:00.000Z')).toBe('20.11.2026')
  expect([en.number(12_345.5), de.number(12_345.5)]).toEqual(['12,345.5', '12.345,5'])
})

test.each([
  ['en-GB', '20\u00A0Nov\u00A02026, 15:30'],
  ['en-US', 'Nov\u00A020,\u00A02026, 3:30\u202FPM'],
  ['de-DE', '20.11.2026, 15:30'],
])('a time breaks before the time of day only, in %s', (tag, words) => {
  expect(createFormats(tag).time('2026-11-20T15:30:00.000')).toBe(words)
})
