import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { type DestinationStream, pino } from 'pino'
import { createTracing } from './create-tracing.ts'
import type { Otlp } from './otlp.ts'
import type { Telemetry } from './telemetry.ts'

export interface TelemetryOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Where log lines go; standard error by default, so that commands can print results on standard output. */
  readonly destination?: DestinationStream
  /** Where traces and metrics are sent; left out, metrics can be read all the same. */
  readonly otlp?: Otlp | undefined
}

/** Members that must never reach a log line, wherever they appear. */
const NEVER_LOGGED = ['authorization', 'cookie', 'token', 'password', 'secret', 'api_key', 'text', 'query', 'body']

/** Lines are written together, or each would be a call of the operating system; nobody misses them for this long. */
const BATCH = { minLength: 12_288, periodicFlush: 200 } as const

/** JSON logs through pino, metrics through OpenTelemetry in the Prometheus text format, both and traces over OTLP where that is set. */
export function openTelemetry({ level, destination, otlp }: TelemetryOptions): Telemetry {
  const redact = NEVER_LOGGED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  const logger = pino(
    { level, redact, base: null },
    destination ?? pino.destination({ dest: 2, sync: false, ...BATCH }),
  )
  const exporter = new PrometheusExporter({ preventServerStart: true })
  const provider = new MeterProvider(
    otlp === undefined ? { readers: [exporter] } : { readers: [exporter, otlp.metricReader], resource: otlp.resource },
  )
  const serializer = new PrometheusSerializer()
  return {
    logger,
    meter: provider.getMeter('footnote'),
    tracing: createTracing(otlp?.tracer ?? null),
    renderMetrics: async () => {
      const { resourceMetrics, errors } = await exporter.collect()
      if (errors.length > 0) logger.warn({ errors: errors.length }, 'some metrics could not be collected')
      return serializer.serialize(resourceMetrics)
    },
    [Symbol.asyncDispose]: async () => {
      // A receiver that is away must not keep the process from ending.
      await Promise.allSettled([provider.shutdown(), otlp?.[Symbol.asyncDispose]()])
    },
  }
}
