import { DATABASE_TEMPLATE } from '../compose.ts'
import type { Config } from '../config.ts'
import { type Analysers, createAnalysers } from '../language/analyser.ts'
import { openPlatform, type Platform } from '../platform/open-platform.ts'
import { openTelemetry } from '../platform/telemetry/pino-prometheus.ts'

/** Do something with the outside world of an installation, without a server. Parts are opened when they are asked for. */
export async function withPlatform<T>(
  config: Config,
  use: (platform: Platform, analysers: Analysers) => Promise<T>,
): Promise<T> {
  await using telemetry = openTelemetry({ level: 'warn' })
  const analysers = createAnalysers()
  await using platform = openPlatform(config, { telemetry, analysers, databaseTemplate: DATABASE_TEMPLATE })
  return await use(platform, analysers)
}
