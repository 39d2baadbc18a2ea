import { describe, expect, it } from 'vitest'
import { type ScriptedOpenAiServerOptions, startScriptedOpenAiServer } from '../../testing/scripted-openai-server.ts'
import { describeEmbeddingModelContract } from './embedding-model.contract.ts'
import { type OpenAiEmbeddingModelOptions, openOpenAiEmbeddingModel } from './openai.ts'
import { openStaticEmbeddingModel } from './static.ts'

const KEY = 'sk-very-secret-key'
const signal = new AbortController().signal
/** The server behind the protocol answers with the built-in vectors, which know what texts mean. */
const inner = await openStaticEmbeddingModel()
const embed = (texts: readonly string[]) => inner.embedPassages(texts, signal)

async function open(
  options: Partial<OpenAiEmbeddingModelOptions> = {},
  server: ScriptedOpenAiServerOptions = { embed },
) {
  const started = await startScriptedOpenAiServer(server)
  const model = await openOpenAiEmbeddingModel({
    baseUrl: started.baseUrl,
    apiKey: KEY,
    model: 'text-embedding-3-large',
    dimensions: inner.dimensions,
    ...options,
  })
  return { server: started, model, [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() }
}

describeEmbeddingModelContract('an OpenAI-compatible server', async () => (await open()).model)
describeEmbeddingModelContract(
  'a server that knows no base64',
  async () => (await open({}, { embed, ignoresEncoding: true })).model,
)

describe('an embedding model behind the OpenAI protocol', () => {
  it('sends model, size and key, and texts in batches of 16', async () => {
    await using opened = await open()
    const texts = Array.from({ length: 40 }, (_, n) => `deductible ${n}`)
    expect(await opened.model.embedPassages(texts, signal)).toHaveLength(40)
    const [first] = opened.server.calls
    expect(first).toMatchObject({
      path: '/v1/embeddings',
      headers: { authorization: `Bearer ${KEY}` },
      body: { model: 'text-embedding-3-large', dimensions: inner.dimensions, encoding_format: 'base64' },
    })
    expect(opened.server.calls.map(({ body }) => (body['input'] as string[]).length)).toEqual([16, 16, 8])
  })

  it('asks the model for its size once where none is configured', async () => {
    await using opened = await open({ dimensions: undefined })
    expect(opened.model.dimensions).toBe(inner.dimensions)
    expect(opened.server.calls).toHaveLength(1)
    expect(opened.server.calls[0]?.body).not.toHaveProperty('dimensions')
  })

  it('waits as long as a busy server asks when passages are embedded', async () => {
    await using opened = await open()
    const busy = { type: 'status', status: 429, headers: { 'retry-after': '0' } } as const
    opened.server.script(busy, busy, busy, { type: 'status', status: 503 })
    expect(await opened.model.embedPassages(['deductible'], signal)).toHaveLength(1)
    expect(opened.server.calls).toHaveLength(5)
  })

  it('gives up on a question at once when a busy server asks for a long pause', async () => {
    await using opened = await open()
    opened.server.script({ type: 'status', status: 429, headers: { 'retry-after': '30' } })
    const failing = opened.model.embedQuery('deductible', signal)
    await expect(failing).rejects.toMatchObject({ code: 'service-unavailable', retryAfterInSeconds: 30 })
  })

  it('does not wait longer than its time for an answer', async () => {
    const timeouts = { queryInMs: 50, passagesInMs: 50 }
    await using opened = await open({ timeouts }, { embed: () => new Promise(() => {}) })
    const late = 'The embedding model did not answer within 50 ms.'
    await expect(opened.model.embedQuery('deductible', signal)).rejects.toThrow(late)
    await expect(opened.model.embedPassages(['deductible'], signal)).rejects.toThrow(late)
  })

  it('closes the connection when the caller goes away', async () => {
    await using opened = await open({}, { embed: () => new Promise(() => {}) })
    const abort = new AbortController()
    const going = opened.model.embedQuery('deductible', abort.signal)
    await opened.server.called(1)
    abort.abort(new Error('gone'))
    await expect(going).rejects.toThrow('gone')
    await opened.server.calls[0]?.closed
  })

  it('cuts a text that the model would refuse', async () => {
    await using opened = await open()
    await opened.model.embedPassages(['deductible '.repeat(30_000)], signal)
    const [call] = opened.server.calls
    const input = JSON.stringify(call?.body['input'])
    expect(input.length).toBeLessThan(11 * 7_500)
  })

  it('refuses vectors of another size with what to do', async () => {
    await using opened = await open({ dimensions: 256 })
    await expect(opened.model.embedQuery('deductible', signal)).rejects.toMatchObject({
      code: 'index-mismatch',
      message: expect.stringContaining('100 dimensions instead of 256'),
    })
  })

  it.each([
    ['sends fewer vectors than texts', { data: [] }],
    ['sends something else', { hello: 1 }],
    ['sends numbers that are none', { data: [{ index: 0, embedding: [null] }] }],
  ])('is unavailable when the server %s', async (_, body) => {
    await using opened = await open()
    opened.server.script({ type: 'status', status: 200, body })
    await expect(opened.model.embedQuery('x', signal)).rejects.toMatchObject({ code: 'service-unavailable' })
  })

  it('says how to start without the server', async () => {
    const stopped = await startScriptedOpenAiServer()
    await stopped[Symbol.asyncDispose]()
    const opening = open({ baseUrl: stopped.baseUrl, dimensions: undefined })
    await expect(opening).rejects.toThrow('Set FOOTNOTE_EMBEDDING_DIMENSIONS to start without asking it')
  })

  it('never repeats the key that a server repeats', async () => {
    await using opened = await open()
    opened.server.script({ type: 'status', status: 401, body: { error: { message: `Incorrect key ${KEY}` } } })
    const error: unknown = await opened.model.embedQuery('x', signal).catch((reason: unknown) => reason)
    expect(String(error) + JSON.stringify(error)).not.toContain(KEY)
    expect(String(error)).toContain('check the configured key')
  })
})
