import type { Attributes, Meter, Span, SpanKind } from '@opentelemetry/api'
import type { Logger } from 'pino'

/**
 * Logs, metrics and traces. Log lines are JSON with one request id end to end. None of the three ever holds bodies, texts,
 * questions, prompts, tokens or secrets.
 */
export interface Telemetry extends AsyncDisposable {
  readonly logger: Logger
  readonly meter: Meter
  readonly tracing: Tracing
  /** All metrics in the Prometheus text format. */
  readonly renderMetrics: () => Promise<string>
}

/** Where a step stands in a trace, as it travels in headers and messages (W3C Trace Context). */
export interface TraceHeaders {
  readonly traceparent: string
  readonly tracestate?: string | undefined
}

/** One step of a trace, before it begins. */
export interface Step {
  readonly name: string
  readonly kind?: SpanKind
  /** Ids, numbers and names from short lists; never what people wrote. */
  readonly attributes?: Attributes
  /** What the step continues; left out, the step that runs now. */
  readonly parent?: TraceHeaders | undefined
}

/** Steps of a trace. Which one runs is known to whatever is called inside it, however deep. */
export interface Tracing {
  /** False when traces go nowhere; then nothing here costs anything. */
  readonly isOn: boolean
  /** Begin a step that the caller ends. */
  readonly begin: (step: Step) => Span
  /** Run something inside a step that was begun. */
  readonly within: <T>(span: Span, run: () => T) => T
  /** Do something as a step. An error ends it as failed, by its code and without its message. */
  readonly run: <T>(step: Step, work: (span: Span) => Promise<T>) => Promise<T>
  /** Read a stream as a step that lasts until its end, or until nobody reads on. */
  readonly stream: <T>(step: Step, open: (span: Span) => AsyncIterable<T>) => AsyncGenerator<T>
  /** The step that runs now, for whoever is called; undefined outside of any. */
  readonly current: () => TraceHeaders | undefined
  /** A step for whoever is called; undefined when traces go nowhere. */
  readonly headersOf: (span: Span) => TraceHeaders | undefined
}
