import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { type Clock, systemClock } from './contracts/call-context.ts'
import { generationName } from './contracts/generation-name.ts'
import type { Retrieval } from './contracts/retrieval.ts'
import { ANALYSER_VERSION, createAnalyser } from './language/analyser.ts'
import { createCallContextTokens } from './platform/http/call-context-token.ts'
import { createServer } from './platform/http/create-server.ts'
import { installHealthRoutes } from './platform/http/health-routes.ts'
import { openPlatform, type Platform } from './platform/open-platform.ts'
import { openTelemetry } from './platform/telemetry/pino-prometheus.ts'
import type { Telemetry } from './platform/telemetry/telemetry.ts'
import { hostAuth } from './roles/host-auth.ts'
import { hostForwarding, hostGateway } from './roles/host-gateway.ts'
import { hostIngestion } from './roles/host-ingestion.ts'
import { hostQuestions } from './roles/host-questions.ts'
import { hostReporting } from './roles/host-reporting.ts'
import { hosts, type Wiring } from './roles/wiring.ts'

/** The roles this process hosts, wired and ready to listen. */
export interface Footnote extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly platform: Platform
  readonly wiring: Wiring
  /** The retrieval service as this process reaches it; null when no role here needs it. */
  readonly retrieval: Retrieval | null
  /** Make a link that signs the first administrator in; null unless the auth role is hosted here. */
  readonly createSignInLink: ((baseUrl: string) => Promise<string>) | null
  /** Put the sample library into an empty tenant; null unless the ingestion role is hosted here. */
  readonly loadSamples: (() => Promise<void>) | null
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
  const analyser = createAnalyser()
  const watching = telemetry ?? openTelemetry({ level: config.logLevel })
  const platform = openPlatform(config, { telemetry: watching, analyser, databaseTemplate: DATABASE_TEMPLATE })
  const closing: AsyncDisposable[] = []
  const close = async (): Promise<void> => {
    for (const part of [platform, ...closing].toReversed()) await part[Symbol.asyncDispose]()
    await watching[Symbol.asyncDispose]()
  }
  try {
    const wiring = await wire({ config, clock, analyser, platform, closing, checks: [] })
    const hosted = await hostRoles(wiring)
    return { app: wiring.app, platform, wiring, ...hosted, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

async function wire(parts: Omit<Wiring, 'app' | 'tokens' | 'generation'>): Promise<Wiring> {
  const { config, clock, platform, closing } = parts
  // Opening the database takes longest, so it starts first.
  const database = platform.database()
  database.catch(() => undefined)
  const tokens = createCallContextTokens(await internalSecret(config, platform))
  const app = await createServer({ clock, logger: platform.telemetry.logger, tokens, roles: config.roles })
  closing.push({ [Symbol.asyncDispose]: () => app.close() })
  return { ...parts, tokens, app, generation: await currentGeneration(platform) }
}

/** Roles in one process make their own key; split roles need one that all of them know. */
async function internalSecret(config: Config, platform: Platform): Promise<string> {
  if (config.internalSecret !== undefined) return config.internalSecret
  return (await platform.secrets()).getOrCreate('internal-key', () => randomBytes(32).toString('base64url'))
}

/** Name of the index generation that this build of the program reads and writes. */
export async function currentGeneration(platform: Platform): Promise<string> {
  const [{ CHUNKER_VERSION }, embedder] = await Promise.all([
    import('./ingestion/chunk-document.ts'),
    platform.embeddingModel(),
  ])
  return generationName({ embedder: embedder.fingerprint, chunker: CHUNKER_VERSION, analyser: ANALYSER_VERSION })
}

/** Order matters: the gateway's rules come before all routes, its forwarding and the pages after them. */
async function hostRoles(wiring: Wiring): Promise<Pick<Footnote, 'createSignInLink' | 'loadSamples' | 'retrieval'>> {
  const needsAuth = hosts(wiring, 'auth') || hosts(wiring, 'gateway')
  const hostedAuth = needsAuth ? await hostAuth(wiring) : null
  if (hostedAuth !== null) await hostGateway(wiring, hostedAuth.auth)
  await hostedAuth?.addRoutes()
  const ingestion = await hostIngestion(wiring)
  const retrieval = await hostQuestions(wiring)
  await hostReporting(wiring)
  installHealthRoutes(wiring.app, wiring.checks, wiring.platform.telemetry)
  await hostForwarding(wiring)
  return {
    createSignInLink: hostedAuth?.createSignInLink ?? null,
    loadSamples: ingestion?.loadSamples ?? null,
    retrieval,
  }
}
