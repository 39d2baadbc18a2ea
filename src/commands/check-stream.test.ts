import { describe, expect, it } from 'vitest'
import { STREAM_CHECK } from '../contracts/stream-check.ts'
import { judgeStream } from './check-stream.ts'

const NUMBERS = Array.from({ length: STREAM_CHECK.events }, (_, n) => n + 1)
const eventOf = (number: number) => `event: tick\ndata: {"type":"tick","number":${number}}\n\n`
const piece = (text: string, at: number) => ({ bytes: new TextEncoder().encode(text), at })

describe('how a stream arrives', () => {
  it('is as sent where the events keep their pace, wherever they are cut into pieces', () => {
    const pieces = NUMBERS.flatMap((number) => {
      const [event, at] = [eventOf(number), 30 + number * STREAM_CHECK.intervalInMs]
      return [piece(event.slice(0, 9), at), piece(event.slice(9), at + 1)]
    })
    expect(judgeStream(pieces)).toEqual({
      events: STREAM_CHECK.events,
      first_byte_ms: 30 + STREAM_CHECK.intervalInMs,
      longest_gap_ms: STREAM_CHECK.intervalInMs,
      verdict: 'arrives as sent',
    })
  })

  it('is held back where all come at once, or in two heaps', () => {
    const [first, second] = [NUMBERS.slice(0, 5), NUMBERS.slice(5)].map((some) => some.map(eventOf).join(''))
    expect(judgeStream([piece(`${first}${second}`, 2_000)]).verdict).toBe('held back')
    expect(judgeStream([piece(first ?? '', 1_000), piece(second ?? '', 2_000)]).verdict).toBe('held back')
  })

  it('is cut short where the end is missing, also before the first event', () => {
    expect(judgeStream([piece(eventOf(1), 5)])).toMatchObject({ events: 1, verdict: 'cut short' })
    expect(judgeStream([])).toMatchObject({ events: 0, verdict: 'cut short' })
  })
})
