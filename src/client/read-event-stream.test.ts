import { expect, test } from 'vitest'
import { readEventStream } from './read-event-stream.ts'

function bodyOf(...pieces: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece))
  return new ReadableStream({
    start: (controller) => {
      for (const chunk of bytes) controller.enqueue(chunk)
      controller.close()
    },
  })
}

async function eventsOf(body: ReadableStream<Uint8Array>): Promise<string[]> {
  const events: string[] = []
  for await (const { data } of readEventStream(body)) events.push(data)
  return events
}

test('yields the data of each event and leaves heartbeats and event names out', async () => {
  const body = bodyOf(': heartbeat\n\n', 'event: text-delta\ndata: {"a":1}\n\ndata: second\n\n')
  expect(await eventsOf(body)).toEqual(['{"a":1}', 'second'])
})

test('joins an event that arrives in pieces, even when a letter is cut in two', async () => {
  const bytes = new TextEncoder().encode('data: Grüße\r\n\r\n')
  expect(await eventsOf(bodyOf(bytes.slice(0, 9), bytes.slice(9, 14), bytes.slice(14)))).toEqual(['Grüße'])
})

test('puts several data lines of one event on several lines', async () => {
  expect(await eventsOf(bodyOf('data: one\ndata: two\n\n'))).toEqual(['one\ntwo'])
})

test('does not yield an event that was cut off before its empty line', async () => {
  expect(await eventsOf(bodyOf('data: whole\n\ndata: hal'))).toEqual(['whole'])
})

test('cancels the body when the reader stops early, so that the server can stop too', async () => {
  let cancelled = false
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: again\n\n')),
    cancel: () => {
      cancelled = true
    },
  })
  for await (const { data } of readEventStream(body)) {
    expect(data).toBe('again')
    break
  }
  expect(cancelled).toBe(true)
})

test('tells the id of an event that has one', async () => {
  const ids: (string | null)[] = []
  for await (const { id } of readEventStream(bodyOf('id: 7\ndata: a\n\ndata: b\n\n'))) ids.push(id)
  expect(ids).toEqual(['7', null])
})
