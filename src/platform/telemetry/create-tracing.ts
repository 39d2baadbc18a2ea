import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Context,
  createTraceState,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { Step, TraceHeaders, Tracing } from './telemetry.ts'

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/

/** Steps that a tracer records; null records nothing. Nothing is global: every process of a test has its own. */
export function createTracing(tracer: Tracer | null): Tracing {
  if (tracer === null) return NO_TRACING
  const running = new AsyncLocalStorage<Span>()
  const begin: Tracing['begin'] = ({ name, kind, attributes, parent }) =>
    tracer.startSpan(name, given({ kind, attributes }), contextOf(parent, running.getStore()))
  const within: Tracing['within'] = (span, run) => running.run(span, run)

  async function run<T>(step: Step, work: (span: Span) => Promise<T>): Promise<T> {
    const span = begin(step)
    try {
      return await within(span, () => work(span))
    } catch (error) {
      fail(span, error)
      throw error
    } finally {
      span.end()
    }
  }

  async function* stream<T>(step: Step, open: (span: Span) => AsyncIterable<T>): AsyncGenerator<T> {
    const span = begin(step)
    try {
      const parts = within(span, () => open(span)[Symbol.asyncIterator]())
      try {
        // Whoever reads may be another step: the source runs in its own all the same.
        for (
          let next = await within(span, () => parts.next());
          !next.done;
          next = await within(span, () => parts.next())
        )
          yield next.value
      } finally {
        await within(span, () => parts.return?.())
      }
    } catch (error) {
      fail(span, error)
      throw error
    } finally {
      span.end()
    }
  }

  const current: Tracing['current'] = () => {
    const span = running.getStore()
    return span === undefined ? undefined : headersOf(span)
  }
  return { isOn: true, begin, within, run, stream, current, headersOf }
}

const NOT_RECORDED = trace.wrapSpanContext(INVALID_SPAN_CONTEXT)

const NO_TRACING: Tracing = {
  isOn: false,
  begin: () => NOT_RECORDED,
  within: (_span, run) => run(),
  run: (_step, work) => work(NOT_RECORDED),
  stream: async function* (_step, open) {
    yield* open(NOT_RECORDED)
  },
  current: () => undefined,
  headersOf: () => undefined,
}

function headersOf(span: Span): TraceHeaders {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext()
  const traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
  return traceState === undefined ? { traceparent } : { traceparent, tracestate: traceState.serialize() }
}

/** What a step continues: what was named, else what runs; a broken name begins a new trace. */
function contextOf(parent: TraceHeaders | undefined, running: Span | undefined): Context {
  if (parent === undefined) return running === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, running)
  const [, traceId = '', spanId = '', flags = '00'] = TRACEPARENT.exec(parent.traceparent) ?? []
  if (traceId === '') return ROOT_CONTEXT
  const { tracestate } = parent
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    isRemote: true,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    ...(tracestate === undefined ? {} : { traceState: createTraceState(tracestate) }),
  })
}

/** Messages of errors may quote what people wrote, so only their kind is kept. */
function fail(span: Span, error: unknown): void {
  span.setAttribute('error.type', kindOf(error))
  span.setStatus({ code: SpanStatusCode.ERROR })
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

function given<T extends object>(options: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<Defined<T>>
}
