import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { webIsBuilt } from '../../testing/open-browser.ts'
import { installProblemReplies } from './problem-replies.ts'
import { serveWeb } from './serve-web.ts'

const WEB = resolve(import.meta.dirname, '../../../web')
const built = webIsBuilt(WEB)

async function serverFor(dir: string) {
  const app = Fastify({ forceCloseConnections: true })
  onTestFinished(async () => {
    await app.close()
  })
  installProblemReplies(app)
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-request-id', 'r-1')
  })
  await app.register(serveWeb({ dir }))
  return app
}

test('without a build, a page says what to run', async () => {
  const app = await serverFor(await mkdtemp(join(tmpdir(), 'footnote-web-')))
  const reply = await app.inject('/library')
  expect(reply.statusCode).toBe(503)
  expect(reply.body).toContain('npm run build')
})

test.each(['/api', '/api/nothing', '/healthz', '/docs/x', '/auth/nothing?a=1'])(
  'an unknown address of the server, %s, is a problem and not a page',
  async (url) => {
    const app = await serverFor(WEB)
    const reply = await app.inject(url)
    expect(reply.statusCode).toBe(404)
    expect(reply.headers['content-type']).toContain('application/problem+json')
  },
)

test.skipIf(!built)('every script of a page carries the nonce of its own policy, fresh for each request', async () => {
  const app = await serverFor(WEB)
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const nonces: (string | undefined)[] = []
  for (let visit = 0; visit < 2; visit += 1) {
    const reply = await fetch(address, { headers: { 'content-security-policy': "script-src 'nonce-forged'" } })
    const page = await reply.text()
    const nonce = /'nonce-([^']+)'/.exec(reply.headers.get('content-security-policy') ?? '')?.[1]
    const scripts = page.match(/<script[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([])
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('x-request-id')).toBe('r-1')
    nonces.push(nonce)
  }
  expect(nonces[0]).not.toBe(nonces[1])
})

test.skipIf(!built)('loading pages leaves it to the owner of the process what an uncaught exception does', async () => {
  const before = process.listenerCount('uncaughtException')
  const app = await serverFor(WEB)
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  expect((await fetch(address)).status).toBe(200)
  expect(process.listenerCount('uncaughtException')).toBe(before)
})

test.skipIf(!built)('an unknown page is a 404 of the client', async () => {
  const app = await serverFor(WEB)
  const reply = await fetch(`${await app.listen({ port: 0, host: '127.0.0.1' })}/nothing-here`)
  expect(reply.status).toBe(404)
  expect(await reply.text()).toContain('This page does not exist')
})
