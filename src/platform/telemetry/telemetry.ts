import type { Meter } from '@opentelemetry/api'
import type { Logger } from 'pino'

/** Logs and metrics. Log lines are JSON with one request id end to end; never bodies, texts, tokens or secrets. */
export interface Telemetry extends AsyncDisposable {
  readonly logger: Logger
  readonly meter: Meter
  /** All metrics in the Prometheus text format. */
  readonly renderMetrics: () => Promise<string>
}
