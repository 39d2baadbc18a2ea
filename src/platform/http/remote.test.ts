import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { problem } from '../../contracts/errors.ts'
import type { Port } from '../../contracts/service.ts'
import { contextFor } from '../../testing/call-contexts.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { createTracing } from '../telemetry/create-tracing.ts'
import { CALL_CONTEXT_HEADER } from './call-context-token.ts'
import { connect, expose } from './remote.ts'

const contract = {
  name: 'counting',
  operations: {
    double: { input: z.object({ number: z.number().default(1) }), output: z.object({ number: z.number() }) },
    countTo: {
      input: z.object({ number: z.number() }),
      output: z.object({ n: z.number(), text: z.string() }),
      streams: true,
    },
  },
} as const
type Counting = Port<typeof contract>

const log: string[] = []
const opened: AsyncDisposable[] = []
afterEach(async () => {
  for (const part of opened.splice(0).toReversed()) await part[Symbol.asyncDispose]()
  log.length = 0
})

const simple: Counting = {
  double: async ({ number }) => ({ number: 2 * number }),
  countTo: async function* ({ number }) {
    for (let n = 1; n <= number; n++) yield { n, text: `número ${n}` }
  },
}

/** A process that hosts the service, and a client of it as another process has. */
async function over(service: Partial<Counting>): Promise<{ server: TestServer; url: string; client: Counting }> {
  const server = await openTestServer({ roles: ['counting'], onLog: (line) => log.push(line) })
  opened.push(server)
  expose(server.app, contract, { ...simple, ...service })
  const url = await server.listen()
  return { server, url, client: connect(contract, url, { tokens: server.tokens, tracing: createTracing(null) }) }
}

/** A peer that answers in its own way, as an old version or a broken process would. */
async function overPeer(answer: (response: ServerResponse) => void): Promise<Counting> {
  const peer = createServer((request, response) => {
    request.resume()
    answer(response)
  })
  peer.listen(0, '127.0.0.1')
  await once(peer, 'listening')
  opened.push({
    [Symbol.asyncDispose]: async () => {
      peer.closeAllConnections()
      peer.close()
    },
  })
  const { tokens } = await openTestServer({ roles: ['counting'] })
  return connect(contract, `http://127.0.0.1:${(peer.address() as AddressInfo).port}`, {
    tokens,
    tracing: createTracing(null),
  })
}

const collect = (parts: AsyncIterable<{ n: number }>) => Array.fromAsync(parts, ({ n }) => n)
/** A signal as an operation sees it, and when it is aborted. */
const aborted = (signal: AbortSignal) => (signal.aborted ? Promise.resolve() : once(signal, 'abort'))

describe('a call to a service in another process', () => {
  it('answers as the service itself would', async () => {
    const { client } = await over({})
    expect(await client.double({ number: 21 }, contextFor())).toEqual({ number: 42 })
  })

  it('tells the service who asks, in which request', async () => {
    let seen: unknown
    const { client } = await over({
      double: async ({ number }, { principal, requestId }) => {
        seen = { principal, requestId }
        return { number }
      },
    })
    const context = contextFor({ tenant_id: 't9', object_id: 'ada', group_ids: ['g'] })
    await client.double({ number: 1 }, context)
    expect(seen).toEqual({ principal: context.principal, requestId: context.requestId })
  })

  it('is refused without the signature of another process', async () => {
    const { url, server } = await over({})
    const here = { audience: 'counting', method: 'POST', path: '/internal/counting/double' }
    const signed = async (hop: Partial<typeof here>) => ({
      [CALL_CONTEXT_HEADER]: await server.tokens.sign(contextFor(), { ...here, ...hop }),
    })
    const elsewhere = await signed({ audience: 'elsewhere' })
    const replayed = await signed({ path: '/internal/counting/countTo' })
    for (const headers of [{}, elsewhere, replayed, { [CALL_CONTEXT_HEADER]: 'made-up' }]) {
      const reply = await fetch(`${url}/internal/counting/double`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"number":1}',
      })
      expect(reply.status).toBe(401)
    }
  })

  it('throws the problem that the service threw, with code, sentence and time to wait', async () => {
    const { client } = await over({
      double: async () => {
        throw problem('model-unavailable', 'The model rests.', { retryAfterInSeconds: 7 })
      },
    })
    await expect(client.double({ number: 1 }, contextFor())).rejects.toMatchObject({
      name: 'ProblemError',
      code: 'model-unavailable',
      message: 'The model rests.',
      retryAfterInSeconds: 7,
    })
  })

  it('throws an internal error for an unknown one, whose text stays where it happened', async () => {
    const { client } = await over({ double: () => Promise.reject(new Error('password=hunter2')) })
    const failure = await client.double({ number: 1 }, contextFor()).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'internal-error' })
    expect(String(failure)).not.toContain('hunter2')
    expect(log.join('')).toContain('hunter2')
  })

  it('stops the service when the caller gives up', async () => {
    const stopped = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    const { client } = await over({
      double: async (_input, { signal }) => {
        started.resolve()
        await aborted(signal)
        stopped.resolve()
        throw signal.reason
      },
    })
    const abort = new AbortController()
    const call = client.double({ number: 1 }, contextFor({}, { signal: abort.signal }))
    await started.promise
    abort.abort(problem('request-cancelled', 'The client left.'))
    await expect(call).rejects.toMatchObject({ code: 'request-cancelled' })
    await stopped.promise
  })

  it('says that a part is not available when nobody is there or something else answers', async () => {
    const { server } = await over({})
    const nobody = connect(contract, 'http://127.0.0.1:9', { tokens: server.tokens, tracing: createTracing(null) })
    const stranger = await overPeer((response) => response.writeHead(502).end('<html>Bad gateway</html>'))
    const halves = await overPeer((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"number":', () => response.destroy())
    })
    const cut = await overPeer((response) => response.end('{"number":'))
    const newer = await overPeer((response) => response.writeHead(400).end('{"code":"toString","detail":"?"}'))
    for (const client of [nobody, stranger, halves, cut, newer])
      await expect(client.double({ number: 1 }, contextFor())).rejects.toMatchObject({ code: 'service-unavailable' })
  })
})

describe('a stream from a service in another process', () => {
  it('arrives part by part, whole and in order', async () => {
    const { client } = await over({})
    const parts = await Array.fromAsync(client.countTo({ number: 500 }, contextFor()))
    expect(parts).toHaveLength(500)
    expect(parts[499]).toEqual({ n: 500, text: 'número 500' })
    expect(await collect(client.countTo({ number: 0 }, contextFor()))).toEqual([])
  })

  it('gives its first part while the service still works on the second', async () => {
    const taken = Promise.withResolvers<void>()
    const { client } = await over({
      countTo: async function* () {
        yield { n: 1, text: '' }
        await taken.promise
        yield { n: 2, text: '' }
      },
    })
    const seen: number[] = []
    for await (const { n } of client.countTo({ number: 2 }, contextFor())) {
      seen.push(n)
      taken.resolve()
    }
    expect(seen).toEqual([1, 2])
  })

  it('throws the problem of the service before the first part and after it', async () => {
    for (const before of [0, 3]) {
      const { client } = await over({
        countTo: async function* () {
          for (let n = 1; n <= before; n++) yield { n, text: '' }
          throw problem('index-mismatch', 'Rebuild the index.')
        },
      })
      const seen: number[] = []
      const reading = (async () => {
        for await (const { n } of client.countTo({ number: 9 }, contextFor())) seen.push(n)
      })()
      await expect(reading).rejects.toMatchObject({ code: 'index-mismatch', message: 'Rebuild the index.' })
      expect(seen).toHaveLength(before)
    }
  })

  it('logs an unknown error where it happens and tells the caller nothing of it', async () => {
    const { client } = await over({
      countTo: async function* () {
        yield { n: 1, text: '' }
        throw new Error('password=hunter2')
      },
    })
    const failure = await collect(client.countTo({ number: 2 }, contextFor())).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'internal-error' })
    expect(String(failure)).not.toContain('hunter2')
    expect(log.join('')).toContain('hunter2')
  })

  it('stops the service when the reader stops reading or gives up', async () => {
    for (const how of ['stops', 'aborts'] as const) {
      const stopped = Promise.withResolvers<void>()
      const { client } = await over({
        countTo: async function* (_input, { signal }) {
          try {
            yield { n: 1, text: '' }
            await aborted(signal)
            throw signal.reason
          } finally {
            stopped.resolve()
          }
        },
      })
      const abort = new AbortController()
      const reading = (async () => {
        for await (const _ of client.countTo({ number: 2 }, contextFor({}, { signal: abort.signal }))) {
          if (how === 'stops') return 'stopped'
          abort.abort(problem('request-cancelled', 'The client left.'))
        }
        return 'read to the end'
      })()
      if (how === 'stops') expect(await reading).toBe('stopped')
      else await expect(reading).rejects.toMatchObject({ code: 'request-cancelled' })
      await stopped.promise
    }
  })

  it('goes no faster than its reader', async () => {
    const LARGEST_LEAD = 200
    let yielded = 0
    const { client } = await over({
      countTo: async function* () {
        for (; yielded < 5_000; yielded++) yield { n: yielded, text: 'x'.repeat(64 * 1024) }
      },
    })
    const parts = client.countTo({ number: 1 }, contextFor())[Symbol.asyncIterator]()
    await parts.next()
    let before = -1
    // It has come to rest when the event loop turned many times and nothing more was taken from the service.
    for (let still = 0; still < 200; still = yielded === before ? still + 1 : 0) {
      before = yielded
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(yielded).toBeLessThan(LARGEST_LEAD)
    await parts.return?.()
  })

  it('that breaks off is an error, never a short answer', async () => {
    const halves = await overPeer((response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.write('{"part":{"n":1,"text":""}}\n{"part":{"n":2,', () => response.destroy())
    })
    const cut = await overPeer((response) => response.end('{"part":{"n":1,"text":""}}\n{"part":{"n":2,'))
    const strange = await overPeer((response) => response.end('{"problem":{"code":"toString","detail":"?"}}\n'))
    for (const client of [halves, cut, strange])
      await expect(collect(client.countTo({ number: 2 }, contextFor()))).rejects.toMatchObject({
        code: 'service-unavailable',
      })
  })

  it('is not asked for before somebody reads it', async () => {
    let calls = 0
    const { client } = await over({
      countTo: async function* () {
        calls += 1
        yield { n: 1, text: '' }
      },
    })
    const parts = client.countTo({ number: 1 }, contextFor())
    await client.double({ number: 1 }, contextFor())
    expect(calls).toBe(0)
    expect(await collect(parts)).toEqual([1])
  })
})
