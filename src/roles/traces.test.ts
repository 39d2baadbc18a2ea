import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStaticEmbeddingModel } from '../platform/embedding-model/static.ts'
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../testing/otlp-receiver.ts'
import { type ScriptedOpenAiServer, startScriptedOpenAiServer } from '../testing/scripted-openai-server.ts'
import { type Split, startSplit } from '../testing/start-split.ts'

const QUESTION = 'How many days of leave do zebrafinch employees get?'
const TEXT = 'Zebrafinch employees get 33 days of leave in each year.'
const ASKED = `00-${'a'.repeat(32)}-${'1'.repeat(16)}-01`
const WAIT = { timeout: 30_000, interval: 100 }
const UPLOADED = `00-${'b'.repeat(32)}-${'2'.repeat(16)}-01`

let receiver: OtlpReceiver
let models: ScriptedOpenAiServer
let split: Split

beforeAll(async () => {
  receiver = await startOtlpReceiver()
  const vectors = await openStaticEmbeddingModel()
  models = await startScriptedOpenAiServer({
    embed: (texts) => vectors.embedPassages(texts, new AbortController().signal),
    answer: () => ({
      type: 'answer',
      deltas: ['Zebrafinch employees get 33 days of leave in each year. [1]'],
      usage: { prompt: 321, completion: 12 },
    }),
  })
  split = await startSplit(['gateway,reporting', 'auth', 'ingestion', 'retrieval', 'orchestration'], {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    FOOTNOTE_CHAT_BASE_URL: models.baseUrl,
    FOOTNOTE_CHAT_MODEL: 'writer',
    FOOTNOTE_EMBEDDING_BASE_URL: models.baseUrl,
    FOOTNOTE_EMBEDDING_MODEL: 'vectors',
    FOOTNOTE_EMBEDDING_DIMENSIONS: String(vectors.dimensions),
  })
  const body = new FormData()
  body.append('file', new Blob([TEXT]), 'leave.txt')
  await split.call('/api/documents', { method: 'POST', body, headers: { traceparent: UPLOADED } })
  await split.add('more.txt', 'Nothing about animals.')
  const reply = await split.call('/api/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: ASKED },
    body: JSON.stringify({ query: QUESTION }),
  })
  expect(await reply.text()).toContain('33 days')
  // The event waits until the gateway looks for it.
  await vi.waitFor(() => named(spansOf(UPLOADED), 'gateway-reporting', 'process index-updated.answer-cache'), WAIT)
  await split.stop()
}, 120_000)
afterAll(async () => {
  await split?.[Symbol.asyncDispose]()
  await models?.[Symbol.asyncDispose]()
  await receiver?.[Symbol.asyncDispose]()
})

const spansOf = (traceparent: string) => receiver.spans.filter(({ traceId }) => traceparent.includes(traceId))
const named = (spans: readonly ReceivedSpan[], service: string, name: string) => {
  const found = spans.find((span) => span.service === `footnote-${service}` && span.name === name)
  if (found === undefined) throw new Error(`no ${name} of ${service} among ${namesOf(spans)}`)
  return found
}
const namesOf = (spans: readonly ReceivedSpan[]) => spans.map(({ service, name }) => `${service}: ${name}`).join(', ')
/** Names from a step up to the first one, whose parent is not ours. */
const pathTo = (span: ReceivedSpan, spans: readonly ReceivedSpan[]): readonly string[] => {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  return parent === undefined ? [span.name] : [...pathTo(parent, spans), span.name]
}

describe('the traces of split roles', () => {
  it('show one question from the gateway to the models as one connected trace', () => {
    const spans = spansOf(ASKED)
    const first = named(spans, 'gateway-reporting', 'POST /api/ask')
    expect(first.parentSpanId).toBe('1'.repeat(16))
    for (const span of spans) expect(pathTo(span, spans)[0]).toBe(first.name)
    expect(pathTo(named(spans, 'orchestration', 'chat writer'), spans)).toEqual([
      'POST /api/ask',
      'POST /api/ask',
      'chat writer',
    ])
    expect(pathTo(named(spans, 'retrieval', 'embeddings vectors'), spans)).toEqual([
      'POST /api/ask',
      'POST /api/ask',
      'retrieval/search',
      'POST /internal/retrieval/search',
      'embeddings vectors',
    ])
    expect(pathTo(named(spans, 'auth', 'POST /internal/auth/authenticate'), spans)).toEqual([
      'POST /api/ask',
      'auth/authenticate',
      'POST /internal/auth/authenticate',
    ])
  })

  it('show one upload from the gateway through the queue to its events as one connected trace', () => {
    const spans = spansOf(UPLOADED)
    const first = named(spans, 'gateway-reporting', 'POST /api/documents')
    expect(first.parentSpanId).toBe('2'.repeat(16))
    for (const span of spans) expect(pathTo(span, spans)[0]).toBe(first.name)
    expect(pathTo(named(spans, 'ingestion', 'embeddings vectors'), spans)).toEqual([
      'POST /api/documents',
      'POST /api/documents',
      'send ingest-version',
      'process ingest-version',
      'embeddings vectors',
    ])
    expect(pathTo(named(spans, 'gateway-reporting', 'process index-updated.answer-cache'), spans).slice(3)).toEqual([
      'process ingest-version',
      'send index-updated',
      'process index-updated.answer-cache',
    ])
  })

  it('say of a call to a model what the conventions for generative AI ask for', () => {
    const { attributes } = named(spansOf(ASKED), 'orchestration', 'chat writer')
    expect(attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'writer',
      'gen_ai.usage.input_tokens': 321,
      'gen_ai.usage.output_tokens': 12,
    })
  })

  it('hold nothing of what was asked, answered or uploaded, and no credential', () => {
    const sent = receiver.bodies.join('\n')
    expect(sent).toContain('gen_ai.request.model')
    for (const secret of ['ebrafinch', '33 days', 'leave.txt', 'Bearer', 'eyJ']) expect(sent).not.toContain(secret)
  })

  it('are sent beside the metrics', () => {
    expect([...receiver.metrics]).toContain('http_server_request_duration')
  })
})
