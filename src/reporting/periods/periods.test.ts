import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QUARTER_IN_MS } from '../../platform/usage-events/grains.ts'
import { dayBuckets, hourBuckets } from './buckets.ts'
import { createLocalClock, isTimeZone } from './local-time.ts'
import { splitPeriod } from './split-period.ts'

const at = (text: string) => new Date(text)
const show = (buckets: readonly { label: string; from: Date; to: Date }[]) =>
  buckets.map(({ label, from, to }) => `${label} ${(to.getTime() - from.getTime()) / 3_600_000} h`)

describe('days of a time zone', () => {
  it.each([
    ['Europe/Berlin', '2026-03-28T23:00Z', ['2026-03-29 23 h', '2026-03-30 24 h']],
    ['America/New_York', '2026-11-01T04:00Z', ['2026-11-01 25 h', '2026-11-02 24 h']],
    ['Asia/Kolkata', '2026-03-01T18:30Z', ['2026-03-02 24 h', '2026-03-03 24 h']],
    ['Asia/Kathmandu', '2026-03-01T18:15Z', ['2026-03-02 24 h', '2026-03-03 24 h']],
    ['Australia/Lord_Howe', '2026-04-04T13:00Z', ['2026-04-05 24.5 h', '2026-04-06 24 h']],
    ['Africa/Cairo', '2026-04-23T22:00Z', ['2026-04-24 23 h', '2026-04-25 24 h']],
    ['Pacific/Apia', '2011-12-29T10:00Z', ['2011-12-29 24 h', '2011-12-31 24 h']],
  ])('are as long as they are in %s', (zone, first, expected) => {
    const clock = createLocalClock(zone)
    const from = at(first)
    const buckets = dayBuckets(from, new Date(from.getTime() + 47 * 3_600_000), clock).slice(0, 1)
    const second = buckets[0]?.to ?? from
    const next = dayBuckets(second, new Date(second.getTime() + 24 * 3_600_000), clock)
    expect(show([...buckets, ...next])).toEqual(expected)
  })

  it('cut the first and the last where the period is', () => {
    const clock = createLocalClock('UTC')
    expect(show(dayBuckets(at('2026-03-02T06:00Z'), at('2026-03-03T01:00Z'), clock))).toEqual([
      '2026-03-02 18 h',
      '2026-03-03 1 h',
    ])
  })

  it('are told apart hour by hour when clocks are put back', () => {
    const clock = createLocalClock('Europe/Berlin')
    expect(show(hourBuckets(at('2026-10-25T00:00Z'), at('2026-10-25T02:00Z'), clock))).toEqual([
      '2026-10-25T02:00+02:00 1 h',
      '2026-10-25T02:00+01:00 1 h',
    ])
  })

  it('are of zones that exist', () => {
    expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false])
  })
})

describe('a period', () => {
  it('is made of the longest roll-ups that fit', () => {
    const pieces = splitPeriod(at('2026-01-30T22:45Z'), at('2026-04-02T01:15Z'), () => false)
    expect(pieces.map(({ grain, from, to }) => `${grain} ${from.toISOString()} ${to.toISOString()}`)).toEqual([
      'quarter 2026-01-30T22:45:00.000Z 2026-01-30T23:00:00.000Z',
      'hour 2026-01-30T23:00:00.000Z 2026-01-31T00:00:00.000Z',
      'day 2026-01-31T00:00:00.000Z 2026-02-01T00:00:00.000Z',
      'month 2026-02-01T00:00:00.000Z 2026-04-01T00:00:00.000Z',
      'day 2026-04-01T00:00:00.000Z 2026-04-02T00:00:00.000Z',
      'hour 2026-04-02T00:00:00.000Z 2026-04-02T01:00:00.000Z',
      'quarter 2026-04-02T01:00:00.000Z 2026-04-02T01:15:00.000Z',
    ])
  })

  it('is covered without gap and overlap, and without what is out of date', () => {
    const moment = fc.integer({ min: 0, max: 96 * 120 }).map((n) => new Date(Date.UTC(2026, 0, 1) + n * QUARTER_IN_MS))
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: 2, max: 9 }), (a, b, every) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        const stale = (grain: string, start: Date) => grain !== 'quarter' && start.getUTCDate() % every === 0
        const pieces = splitPeriod(from, to, stale)
        const ends = [from, ...pieces.map((piece) => piece.to)]
        expect([...pieces.map((piece) => piece.from), to]).toEqual(ends)
      }),
      { seed: 5 },
    )
  })
})
