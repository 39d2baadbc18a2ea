import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { type DestinationStream, pino } from 'pino'
import type { Telemetry } from './telemetry.ts'

export interface TelemetryOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Where log lines go; standard error by default, so that commands can print results on standard output. */
  readonly destination?: DestinationStream
}

/** Members that must never reach a log line, wherever they appear. */
const NEVER_LOGGED = ['authorization', 'cookie', 'token', 'password', 'secret', 'api_key', 'text', 'query', 'body']

/** Lines are written together, or each would be a call of the operating system; nobody misses them for this long. */
const BATCH = { minLength: 12_288, periodicFlush: 200 } as const

/** JSON logs through pino, metrics through OpenTelemetry in the Prometheus text format. */
export function openTelemetry({ level, destination }: TelemetryOptions): Telemetry {
  const redact = NEVER_LOGGED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  const logger = pino(
    { level, redact, base: null },
    destination ?? pino.destination({ dest: 2, sync: false, ...BATCH }),
  )
  const exporter = new PrometheusExporter({ preventServerStart: true })
  const provider = new MeterProvider({ readers: [exporter] })
  const serializer = new PrometheusSerializer()
  return {
    logger,
    meter: provider.getMeter('footnote'),
    renderMetrics: async () => {
      const { resourceMetrics, errors } = await exporter.collect()
      if (errors.length > 0) logger.warn({ errors: errors.length }, 'some metrics could not be collected')
      return serializer.serialize(resourceMetrics)
    },
    [Symbol.asyncDispose]: async () => provider.shutdown(),
  }
}
