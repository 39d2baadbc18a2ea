import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { type Clock, systemClock } from './contracts/call-context.ts'
import { createAnalysers } from './language/analyser.ts'
import { openPlatform, type Platform } from './platform/open-platform.ts'
import type { Otlp } from './platform/telemetry/otlp.ts'
import { openTelemetry } from './platform/telemetry/pino-prometheus.ts'
import type { Telemetry } from './platform/telemetry/telemetry.ts'
import type { HostedRoles } from './roles/host-roles.ts'
import type { Wiring } from './roles/wiring.ts'

/** The roles this process hosts, wired and ready to listen. */
export interface Footnote extends HostedRoles, AsyncDisposable {
  readonly app: FastifyInstance
  readonly platform: Platform
  readonly wiring: Wiring
}

export interface ComposeOptions {
  readonly clock?: Clock
  readonly telemetry?: Telemetry
}

/** Prepared when the project is installed: copying it saves the first start the seconds of initialising a database. */
export const DATABASE_TEMPLATE = fileURLToPath(
  new URL('../node_modules/.cache/footnote/database-template', import.meta.url),
)

/** Build exactly the services this process hosts; every other service is reached through its contract. */
export async function compose(
  config: Config,
  { clock = systemClock, telemetry }: ComposeOptions = {},
): Promise<Footnote> {
  const analysers = createAnalysers()
  const watching = telemetry ?? openTelemetry({ level: config.logLevel, otlp: await openExport(config) })
  const platform = openPlatform(config, { telemetry: watching, analysers, databaseTemplate: DATABASE_TEMPLATE })
  const closing: AsyncDisposable[] = []
  const close = async (): Promise<void> => {
    for (const part of [platform, ...closing].toReversed()) await part[Symbol.asyncDispose]()
    await watching[Symbol.asyncDispose]()
  }
  try {
    openEarly(config, platform)
    const { hostRoles, wire } = await import('./roles/host-roles.ts')
    const wiring = await wire({ config, clock, analysers, platform, closing, checks: [] })
    const hosted = await hostRoles(wiring)
    return { app: wiring.app, platform, wiring, ...hosted, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Nothing of it is loaded where nobody receives it. */
async function openExport({ otlp }: Config): Promise<Otlp | undefined> {
  if (otlp === null) return undefined
  const { openOtlp } = await import('./platform/telemetry/otlp.ts')
  return openOtlp(otlp)
}

/**
 * The database takes longest to open, so it starts before anything else is even loaded, and what the roles of this process
 * need beside it opens in the meantime. Whoever asks for a part waits for it, and meets its error if it cannot be opened.
 */
function openEarly({ roles }: Config, platform: Platform): void {
  const early: Promise<unknown>[] = [platform.database()]
  const reads = roles.includes('ingestion') || roles.includes('retrieval')
  if (reads) early.push(platform.embeddingModel(), platform.searchIndex())
  if (roles.includes('ingestion')) early.push(platform.bus())
  for (const opening of early) opening.catch(() => undefined)
}
