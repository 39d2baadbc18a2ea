import { z } from 'zod'
import { optionalUrl } from './setting-kinds.ts'

/** Where traces and metrics are sent; the names are those of OpenTelemetry. */
export const TELEMETRY_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalUrl().describe(
    'OpenTelemetry collector (OTLP over HTTP) that traces and metrics are sent to, for example http://127.0.0.1:4318. Without it there are no traces; metrics can be read at /metrics either way.',
  ),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .optional()
    .describe('Name of this process in traces; by default footnote and the roles it hosts.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Which share of the traces that begin here is kept, 0 to 1.'),
}

export interface OtlpConfig {
  readonly endpoint: string
  readonly serviceName: string
  readonly share: number
}

type Settings = Readonly<z.output<z.ZodObject<typeof TELEMETRY_SETTINGS>>>

/** Where traces and metrics are sent; null for nowhere. Roles name a process that does not host `all` of them. */
export function otlpOf(env: Settings, roles: readonly string[], all: number): OtlpConfig | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: name, OTEL_TRACES_SAMPLER_ARG: share } = env
  if (endpoint === undefined) return null
  const ownName = roles.length === all ? 'footnote' : ['footnote', ...roles].join('-')
  return { endpoint, serviceName: name ?? ownName, share }
}
