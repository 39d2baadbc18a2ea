import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../../contracts/errors.ts'
import { createTracing } from './create-tracing.ts'

const exporter = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
const tracing = createTracing(provider.getTracer('test'))
beforeEach(() => exporter.reset())
const parents = () => {
  const spans = exporter.getFinishedSpans()
  const nameOf = (id: string | undefined) => spans.find((span) => span.spanContext().spanId === id)?.name
  return Object.fromEntries(spans.map((span) => [span.name, nameOf(span.parentSpanContext?.spanId)]))
}

describe('steps of a trace', () => {
  it('are below the one that runs, also when others run at the same time', async () => {
    await Promise.all(
      ['a', 'b'].map((name) =>
        tracing.run({ name }, async () => {
          await Promise.resolve()
          await tracing.run({ name: `${name}1` }, async () => undefined)
        }),
      ),
    )
    expect(parents()).toEqual({ a: undefined, a1: 'a', b: undefined, b1: 'b' })
  })

  it('last as long as a stream is read, whose source runs inside whoever reads it', async () => {
    const open = async function* () {
      yield await tracing.run({ name: 'part' }, async () => 1)
      yield 2
    }
    const parts = tracing.stream({ name: 'stream' }, open)
    await tracing.run({ name: 'reader' }, async () => {
      for await (const _ of parts) break
    })
    expect(parents()).toEqual({ part: 'stream', stream: 'reader', reader: undefined })
  })

  it('continue what a header names, and begin anew where it is broken', async () => {
    const parent = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: 'vendor=1' }
    const traceparent = await tracing.run({ name: 'next', parent }, async () => tracing.current())
    expect(traceparent).toMatchObject({ traceparent: expect.stringContaining('a'.repeat(32)), tracestate: 'vendor=1' })
    const anew = await tracing.run({ name: 'anew', parent: { traceparent: 'broken' } }, async () => tracing.current())
    expect(anew?.traceparent).not.toContain('a'.repeat(32))
  })

  it('end as failed with the code of the error and nothing of its message', async () => {
    const failing = tracing.run({ name: 'failing' }, async () => {
      throw problem('document-not-found', 'There is no secret.pdf.')
    })
    await expect(failing).rejects.toThrow('secret.pdf')
    const [span] = exporter.getFinishedSpans()
    expect(span).toMatchObject({ attributes: { 'error.type': 'document-not-found' }, status: { code: 2 }, events: [] })
    expect(JSON.stringify(span?.status)).not.toContain('secret')
  })

  it('are nothing where traces go nowhere', async () => {
    const off = createTracing(null)
    expect(await off.run({ name: 'x' }, async (span) => [span.isRecording(), off.current()])).toEqual([
      false,
      undefined,
    ])
    const parts = []
    for await (const part of off.stream({ name: 'x' }, async function* () {
      yield 1
    }))
      parts.push(part)
    expect(parts).toEqual([1])
  })
})
