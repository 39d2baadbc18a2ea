import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AnswerPart } from '../contracts/orchestration.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { createKeptStreams, type NumberedPart } from './kept-streams.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const asker = contextFor({ object_id: 'anna', group_ids: ['staff'] })
const word = (text: string): AnswerPart => ({ type: 'text-delta', text })

/** An answer whose words come when the test says them. */
function slowAnswer() {
  const said: AnswerPart[] = []
  let tell = Promise.withResolvers<void>()
  let writing: AbortSignal | undefined
  return {
    say: (text: string) => {
      said.push(word(text))
      tell.resolve()
      tell = Promise.withResolvers()
    },
    signal: () => writing,
    write: async function* (signal: AbortSignal): AsyncGenerator<AnswerPart> {
      writing = signal
      for (let next = 0; ; ) {
        for (; next < said.length; next++) yield said[next] ?? word('')
        await tell.promise
      }
    },
  }
}

function readerOf(parts: AsyncIterable<NumberedPart>) {
  const iterator = parts[Symbol.asyncIterator]()
  return {
    next: async () => {
      const { value } = (await iterator.next()) as IteratorResult<NumberedPart, undefined>
      return value === undefined ? null : `${value.number} ${value.part.type === 'text-delta' ? value.part.text : ''}`
    },
    leave: () => iterator.return?.(undefined),
  }
}

describe('an answer that is read on', () => {
  it('goes on while its reader is away, and continues where the reader was', async () => {
    const answer = slowAnswer()
    const streams = createKeptStreams(async () => '1/1')
    const first = readerOf(await streams.begin('a', (signal) => answer.write(signal), asker))
    answer.say('one')
    expect(await first.next()).toBe('1 one')
    await first.leave()
    answer.say('two')
    vi.advanceTimersByTime(59_000)
    const second = readerOf(await streams.resume('a', 1, asker))
    expect(await second.next()).toBe('2 two')
    vi.advanceTimersByTime(120_000)
    answer.say('three')
    expect(await second.next()).toBe('3 three')
    expect(answer.signal()?.aborted).toBe(false)
  })

  it('is stopped and forgotten when nobody comes back for a minute', async () => {
    const answer = slowAnswer()
    const streams = createKeptStreams(async () => '1/1')
    const reader = readerOf(await streams.begin('a', (signal) => answer.write(signal), asker))
    answer.say('one')
    await reader.next()
    await reader.leave()
    vi.advanceTimersByTime(60_000)
    expect(answer.signal()?.aborted).toBe(true)
    await expect(streams.resume('a', 0, asker)).rejects.toMatchObject({ code: 'not-found' })
  })

  it.each([
    ['another person', { object_id: 'bert', group_ids: ['staff'] }],
    ['the same person with fewer rights', { object_id: 'anna', group_ids: [] }],
    ['the same name in another tenant', { object_id: 'anna', group_ids: ['staff'], tenant_id: 't2' }],
  ])('is not there for %s', async (_, principal) => {
    const answer = slowAnswer()
    const streams = createKeptStreams(async () => '1/1')
    await streams.begin('a', (signal) => answer.write(signal), asker)
    await expect(streams.resume('a', 0, contextFor(principal))).rejects.toMatchObject({ code: 'not-found' })
    streams.stop('a', contextFor(principal))
    expect(answer.signal()?.aborted).toBe(false)
    streams.stop('a', asker)
    expect(answer.signal()?.aborted).toBe(true)
  })

  it('is not continued once rights or documents have changed', async () => {
    let epochs = '1/1'
    const streams = createKeptStreams(async () => epochs)
    await streams.begin('a', (signal) => slowAnswer().write(signal), asker)
    epochs = '1/2'
    await expect(streams.resume('a', 0, asker)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('ends for each reader with the error that ended it', async () => {
    const streams = createKeptStreams(async () => null)
    const write = async function* (): AsyncGenerator<AnswerPart> {
      yield word('one')
      throw new Error('the model broke')
    }
    const first = readerOf(await streams.begin('a', write, asker))
    await first.next()
    await expect(first.next()).rejects.toThrow('the model broke')
    await expect(readerOf(await streams.resume('a', 1, asker)).next()).rejects.toThrow('the model broke')
  })
})
