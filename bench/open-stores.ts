import { readConfig } from '../src/config.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import { openPlatform, type Platform } from '../src/platform/open-platform.ts'
import { openTelemetry } from '../src/platform/telemetry/pino-prometheus.ts'

/** The stores of a library, for a measurement that looks into them; the server must be stopped when they are embedded. */
export function openStores(environment: Readonly<Record<string, string>>): Platform {
  const config = readConfig({ ...process.env, ...environment, FOOTNOTE_LOG_LEVEL: 'silent' })
  const telemetry = openTelemetry({ level: 'silent' })
  return openPlatform(config, { telemetry, analysers: createAnalysers(), databaseTemplate: '' })
}
