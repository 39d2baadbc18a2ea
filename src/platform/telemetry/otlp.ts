import { randomUUID } from 'node:crypto'
import type { Tracer } from '@opentelemetry/api'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import { type IMetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'

export interface OtlpOptions {
  /** Base address of an OTLP/HTTP receiver, for example a collector; `/v1/traces` and `/v1/metrics` are below it. */
  readonly endpoint: string
  readonly serviceName: string
  /** Which share of traces that begin here is kept, 0 to 1; one that began elsewhere is kept when it was kept there. */
  readonly share: number
}

/** Where traces and metrics are sent. */
export interface Otlp extends AsyncDisposable {
  readonly tracer: Tracer
  readonly resource: Resource
  readonly metricReader: IMetricReader
}

/** Traces wait this long for others to be sent with. */
const SPAN_DELAY_IN_MS = 1_000
const METRICS_INTERVAL_IN_MS = 30_000

/**
 * Send traces and metrics to an OTLP/HTTP receiver. Loaded only when one is named: that takes some 0.2 s of a start
 * (`node bench/load/tracing-cost.ts`). The standard OTEL_EXPORTER_OTLP_HEADERS, _TIMEOUT and _COMPRESSION are read by the
 * exporters themselves.
 */
export function openOtlp({ endpoint, serviceName, share }: OtlpOptions): Otlp {
  const base = endpoint.replace(/\/$/, '')
  const resource = resourceFromAttributes({
    'service.name': serviceName,
    'service.namespace': 'footnote',
    'service.instance.id': randomUUID(),
  })
  const provider = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${base}/v1/traces` }),
        scheduledDelayMillis: SPAN_DELAY_IN_MS,
      }),
    ],
  })
  const metricReader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: `${base}/v1/metrics` }),
    exportIntervalMillis: METRICS_INTERVAL_IN_MS,
  })
  return {
    tracer: provider.getTracer('footnote'),
    resource,
    metricReader,
    // The metric reader ends with the meter that reads from it.
    [Symbol.asyncDispose]: () => provider.shutdown(),
  }
}
