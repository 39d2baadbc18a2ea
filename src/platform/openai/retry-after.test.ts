import { expect, test } from 'vitest'
import { retryAfterOf } from './retry-after.ts'

test.each<[string, Record<string, string>, number | undefined]>([
  ['seconds', { 'retry-after': '7' }, 7],
  ['milliseconds, which are more exact', { 'retry-after': '1', 'retry-after-ms': '250' }, 0.25],
  [
    'a date, by the clock of the server',
    { 'retry-after': 'Mon, 02 Mar 2026 09:00:30 GMT', date: 'Mon, 02 Mar 2026 09:00:00 GMT' },
    30,
  ],
  ['a date of the past', { 'retry-after': 'Mon, 02 Mar 2026 09:00:00 GMT', date: 'Mon, 02 Mar 2026 09:00:01 GMT' }, 0],
  ['a date without a clock', { 'retry-after': 'Mon, 02 Mar 2026 09:00:30 GMT' }, undefined],
  ['rubbish', { 'retry-after': 'soon' }, undefined],
  ['less than nothing', { 'retry-after': '-3' }, undefined],
  ['nothing', {}, undefined],
])('a server may ask for a pause in %s', (_, headers, seconds) => {
  expect(retryAfterOf(new Headers(headers))).toBe(seconds)
})
