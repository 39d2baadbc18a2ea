import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Fastify from 'fastify'
import { expect, it, vi } from 'vitest'
import { closeAnsweredConnections } from './close-answered.ts'

/** Far below the time for which idle connections are kept. */
const SOON_IN_MS = 10_000

it('ends soon after the last stream has, although its client keeps the connection', async () => {
  const app = Fastify({ keepAliveTimeout: 72_000, forceCloseConnections: 'idle' })
  closeAnsweredConnections(app)
  const end = Promise.withResolvers<void>()
  app.get('/stream', async (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
    reply.raw.write('first ')
    await end.promise
    reply.raw.end('last')
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  const sent = request({ port, host: '127.0.0.1', path: '/stream', agent }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const closing = app.close()
  await vi.waitFor(() => expect(app.server.listening).toBe(false))
  end.resolve()
  expect(await text(response)).toBe('first last')
  const endedAt = performance.now()
  await closing
  expect(performance.now() - endedAt).toBeLessThan(SOON_IN_MS)
  agent.destroy()
}, 30_000)
