import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { problem } from '../../contracts/errors.ts'
import { anyone } from '../../policies/anyone.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { inboundCallOf } from './call-context.ts'
import { errorPart, type StreamPart, sendEventStream } from './event-stream.ts'

const toAnyone = { config: { policy: anyone } }

interface TextPart extends StreamPart {
  readonly text?: string
}
type Source = (signal: AbortSignal) => AsyncIterable<TextPart>

let server: TestServer | undefined
const log: string[] = []
afterEach(async () => {
  vi.useRealTimers()
  await server?.[Symbol.asyncDispose]()
  log.length = 0
})

/** A server that streams what the source yields; returns the address of the stream. */
async function serve(source: Source): Promise<string> {
  server = await openTestServer({ roles: ['gateway'], onLog: (line) => log.push(line) })
  server.app.get('/stream', toAnyone, async (request, reply) => {
    const { signal, requestId } = inboundCallOf(request)
    reply.header('x-of-the-route', 'kept')
    await sendEventStream(reply, source(signal), { signal, onError: (error) => errorPart(error, requestId) })
    return reply
  })
  return `${await server.listen()}/stream`
}

async function* numbers(count: number): AsyncGenerator<TextPart> {
  for (let i = 1; i <= count; i++) yield { type: 'text-delta', text: String(i) }
}

/** A source that gives one part and then waits until it is stopped. */
function endless() {
  const stopped = Promise.withResolvers<void>()
  const source: Source = async function* (signal) {
    try {
      yield { type: 'text-delta', text: 'first' }
      await once(signal, 'abort')
      throw signal.reason
    } finally {
      stopped.resolve()
    }
  }
  return { source, stopped: stopped.promise }
}

async function connect(url: string): Promise<IncomingMessage> {
  const [response] = (await once(get(url), 'response')) as [IncomingMessage]
  return response
}

describe('a stream of events', () => {
  it('carries each part as one event, in order, with headers that keep proxies from holding it back', async () => {
    const response = await fetch(await serve(() => numbers(2)))
    expect(await response.text()).toBe(
      'event: text-delta\ndata: {"type":"text-delta","text":"1"}\n\n' +
        'event: text-delta\ndata: {"type":"text-delta","text":"2"}\n\n',
    )
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-of-the-route': 'kept',
      'x-request-id': expect.any(String),
    })
  })

  it('keeps line breaks of a text inside its event', async () => {
    const text = 'one\n\nevent: answer-end\r\ndata: {}\n\n'
    const reply = await (
      await fetch(
        await serve(async function* () {
          yield { type: 'text-delta', text }
        }),
      )
    ).text()
    expect(reply.split('\n')).toHaveLength(4)
    expect(JSON.parse(reply.split('\n')[1]!.slice('data: '.length))).toEqual({ type: 'text-delta', text })
  })

  it('may be empty', async () => {
    const response = await fetch(await serve(() => numbers(0)))
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('that fails before its first part is an ordinary problem reply', async () => {
    const response = await fetch(
      // oxlint-disable-next-line require-yield -- a source that fails at once
      await serve(async function* () {
        throw problem('model-unavailable', 'Try later.', { retryAfterInSeconds: 3 })
      }),
    )
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('3')
    expect(await response.json()).toMatchObject({ code: 'model-unavailable', detail: 'Try later.' })
  })

  it.each([
    [problem('model-unavailable', 'Try later.'), 'model-unavailable', 'Try later.'],
    [new Error('password=hunter2'), 'internal-error', expect.not.stringContaining('hunter2')],
  ])(
    'that fails later ends with a part that says why, without texts of unknown errors',
    async (error, code, detail) => {
      const url = await serve(async function* () {
        yield* numbers(1)
        throw error
      })
      const events = (await (await fetch(url)).text()).trim().split('\n\n')
      expect(events).toHaveLength(2)
      expect(JSON.parse(events[1]!.split('data: ')[1]!)).toMatchObject({ type: 'error', code, detail })
      expect(log.join('').includes('hunter2')).toBe(code === 'internal-error')
    },
  )

  it('says every ten seconds that it still lives, until it ends', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { source, stopped } = endless()
    const response = await connect(await serve(source))
    let text = ''
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    await vi.waitFor(() => expect(text).toContain('first'))
    vi.advanceTimersByTime(9_999)
    vi.advanceTimersByTime(1)
    vi.advanceTimersByTime(10_000)
    await vi.waitFor(() => expect(text.split(': heartbeat\n\n')).toHaveLength(3))
    response.destroy()
    await stopped
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0))
  })

  it('stops its source when the reader goes away, and calls that no error', async () => {
    const { source, stopped } = endless()
    const response = await connect(await serve(source))
    await once(response, 'readable')
    response.destroy()
    await stopped
    await server?.[Symbol.asyncDispose]()
    expect(log.filter((line) => /"level":[56]0/.test(line))).toEqual([])
  })

  it('goes no faster than its reader: a reader who takes nothing holds the source back', async () => {
    const PART = 'x'.repeat(64 * 1024)
    const LARGEST_LEAD = 200
    let yielded = 0
    const stopped = Promise.withResolvers<void>()
    const url = await serve(async function* () {
      try {
        for (; yielded < 10_000; yielded++) yield { type: 'text-delta', text: PART }
      } finally {
        stopped.resolve()
      }
    })
    const response = await connect(url)
    response.pause()
    let before = -1
    // It has come to rest when the event loop turned many times and nothing more was taken from the source.
    for (let still = 0; still < 200; still = yielded === before ? still + 1 : 0) {
      before = yielded
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(yielded).toBeLessThan(LARGEST_LEAD)
    response.destroy()
    await stopped.promise
    expect(yielded).toBeLessThan(LARGEST_LEAD)
  })
})
