import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Client, createClient } from './client.ts'
import { newWord, ROOMY } from './server-under-test.ts'
import { SPLIT_POSTGRES, startProcess } from './start-footnote.ts'
import { type RoleName, type RunningRoles, startRoles } from './start-roles.ts'
import type { Problem } from './wire.ts'

vi.setConfig({ hookTimeout: 300_000, testTimeout: 180_000 })

/** What a process may take to finish its streams before a platform ends it. */
const DRAINED_WITHIN_IN_MS = 25_000
const SLOW_WORDS = ['The', ' notice', ' period', ' is', ' one', ' week', ' [1].']
const WORD_EVERY_IN_MS = 200

/** Six processes that are started, killed and started again: `npm run acceptance:split -- kills`. */
describe.skipIf(SPLIT_POSTGRES === undefined)('a system whose roles run apart', () => {
  let [model, system]: [Server?, RunningRoles?] = []
  let client: Client

  const started = (): RunningRoles => {
    if (system === undefined) throw new Error('the system did not start')
    return system
  }

  beforeAll(async () => {
    model = await startSlowModel()
    const { port } = model.address() as AddressInfo
    const settings = {
      ...ROOMY,
      FOOTNOTE_ANSWER_CACHE_MINUTES: '0',
      FOOTNOTE_CHAT_BASE_URL: `http://127.0.0.1:${port}/v1`,
      FOOTNOTE_CHAT_MODEL: 'slow',
    }
    system = await startRoles(settings, SPLIT_POSTGRES ?? '', startProcess)
    client = createClient(system.baseUrl, await system.processOf('gateway').token())
    await client.add([{ name: 'notice.txt', content: 'The notice period is one week during probation.' }])
  })
  afterAll(async () => {
    await system?.[Symbol.asyncDispose]()
    model?.closeAllConnections()
    model?.close()
  })

  it.each<RoleName>(['retrieval', 'orchestration', 'auth', 'reporting'])(
    'says that it is to be asked again while %s is gone, and answers when it is back',
    async (role) => {
      await started().processOf(role).kill()
      const meanwhile = await client.send<Problem>('/api/ask', {
        method: 'POST',
        json: { query: 'What is the notice period?' },
      })
      expect([200, 503]).toContain(meanwhile.status)
      if (meanwhile.status === 503) expect(meanwhile.headers.get('retry-after')).not.toBeNull()
      await started().startAgain(role)
      await vi.waitFor(async () => expect((await ask(client)).status).toBe(200), { timeout: 30_000, interval: 250 })
    },
  )

  it('reads every acknowledged document although the role that reads is killed', async () => {
    const words = Array.from({ length: 12 }, newWord)
    const files = words.map((word) => ({ name: `${word}.txt`, content: `The ${word} weighs 7 kilograms.` }))
    const received = (await client.upload(files)).body.documents
    expect(received).toHaveLength(files.length)
    await started().processOf('ingestion').kill()
    await started().startAgain('ingestion')
    const settled = await client.settled(received.map(({ id }) => id))
    expect(settled.map(({ state }) => state)).toEqual(files.map(() => 'ready'))
    const { body } = await client.search(`How heavy is the ${words.at(-1)}?`)
    expect(body.passages[0]?.text).toContain(words.at(-1))
  })

  it.each<RoleName>(['orchestration', 'gateway'])('finishes running answers before %s ends', async (role) => {
    const { process } = started().processOf(role)
    const streaming = client.stream('What is the notice period during probation?')
    await once(model ?? process, 'request')
    const askedAt = performance.now()
    const ended = once(process, 'exit')
    process.kill('SIGTERM')
    const { parts } = await streaming
    const end = await ended
    const tookInMs = performance.now() - askedAt
    await started().startAgain(role)
    expect([parts.at(-1)?.type, end]).toEqual(['answer-end', [0, null]])
    expect(tookInMs).toBeLessThan(DRAINED_WITHIN_IN_MS)
    await vi.waitFor(async () => expect((await ask(client)).status).toBe(200), { timeout: 30_000, interval: 250 })
  })
})

function ask(client: Client) {
  return client.send('/api/ask', { method: 'POST', json: { query: 'What is the notice period during probation?' } })
}

/** A chat model that writes a word now and then, so that answers are on their way for more than a second. */
async function startSlowModel(): Promise<Server> {
  const frame = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ id: 'slow', object: 'chat.completion.chunk', created: 0, model: 'slow', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let written = 0
    const timer = setInterval(() => {
      const word = SLOW_WORDS[written++]
      if (word !== undefined) {
        response.write(frame({ content: word }, null))
        return
      }
      clearInterval(timer)
      response.end(`${frame({}, 'stop')}data: [DONE]\n\n`)
    }, WORD_EVERY_IN_MS)
    response.once('close', () => clearInterval(timer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
