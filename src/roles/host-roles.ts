import { randomBytes } from 'node:crypto'
import type { Config } from '../config.ts'
import { generationName } from '../contracts/generation-name.ts'
import type { Orchestration } from '../contracts/orchestration.ts'
import type { Retrieval } from '../contracts/retrieval.ts'
import { ANALYSER_VERSION } from '../language/analyser.ts'
import { createCallContextTokens } from '../platform/http/call-context-token.ts'
import { createServer } from '../platform/http/create-server.ts'
import { installHealthRoutes } from '../platform/http/health-routes.ts'
import { measureRequests } from '../platform/http/measure-requests.ts'
import { countQuestions } from '../platform/http/questions-in-flight.ts'
import { createModelCheck, type ModelCheck } from '../platform/index-generations/model-check.ts'
import type { Platform } from '../platform/open-platform.ts'
import { measureProcess } from '../platform/telemetry/measure-process.ts'
import { hostAuth } from './host-auth.ts'
import { hostForwarding, hostGateway } from './host-gateway.ts'
import { hostIngestion } from './host-ingestion.ts'
import { type HostedQuestions, hostQuestions } from './host-questions.ts'
import { hostReporting } from './host-reporting.ts'
import { hosts, type Wiring } from './wiring.ts'

/** What the process itself needs of the roles it hosts. */
export interface HostedRoles {
  /** The retrieval service as this process reaches it; null when no role here needs it. */
  readonly retrieval: Retrieval | null
  /** The orchestration service as this process reaches it; null when no role here needs it. */
  readonly orchestration: Orchestration | null
  /** Make a link that signs the first administrator in; null unless the auth role is hosted here. */
  readonly createSignInLink: ((baseUrl: string) => Promise<string>) | null
  /** Put the sample library into an empty tenant; null unless the ingestion role is hosted here. */
  readonly loadSamples: (() => Promise<void>) | null
}

/** Make the server and what every role of this process shares. */
export async function wire(
  parts: Omit<Wiring, 'app' | 'questions' | 'tokens' | 'generation' | 'modelCheck'>,
): Promise<Wiring> {
  const { config, clock, platform, closing } = parts
  const tokens = createCallContextTokens(await internalSecrets(config, platform))
  const { roles, trustedProxies } = config
  const { logger, meter, tracing } = platform.telemetry
  const app = await createServer({ clock, logger, tracing, tokens, roles, trustedProxies })
  closing.push({ [Symbol.asyncDispose]: () => app.close() }, measureProcess(meter))
  if (!roles.includes('gateway')) measureRequests(app, meter)
  const [generation, modelCheck] = await Promise.all([currentGeneration(platform), currentModelCheck(platform)])
  return { ...parts, tokens, app, questions: countQuestions(app), generation, modelCheck }
}

/** Roles in one process make their own key; split roles need keys that all of them know. */
async function internalSecrets(config: Config, platform: Platform): Promise<readonly [string, ...string[]]> {
  const [current, ...earlier] = config.internalSecrets ?? []
  if (current !== undefined) return [current, ...earlier]
  const secrets = await platform.secrets()
  return [await secrets.getOrCreate('internal-key', () => randomBytes(32).toString('base64url'))]
}

/** Name of the index generation that this build of the program reads and writes. */
export async function currentGeneration(platform: Platform): Promise<string> {
  const [{ CHUNKER_VERSION }, embedder] = await Promise.all([
    import('../ingestion/chunk-document.ts'),
    platform.embeddingModel(),
  ])
  return generationName({ embedder: embedder.fingerprint, chunker: CHUNKER_VERSION, analyser: ANALYSER_VERSION })
}

/** The check of this process's embedding model. */
export async function currentModelCheck(platform: Platform): Promise<ModelCheck> {
  return createModelCheck({ database: platform.database, embedder: await platform.embeddingModel() })
}

/** Order matters: the gateway's rules come before all routes, its forwarding and the pages after them. */
export async function hostRoles(wiring: Wiring): Promise<HostedRoles> {
  const needsAuth = hosts(wiring, 'auth') || hosts(wiring, 'gateway')
  const hostedAuth = needsAuth ? await hostAuth(wiring) : null
  let questions: HostedQuestions | null = null
  const orchestration = () => {
    const hosted = questions?.orchestration ?? null
    if (hosted === null) throw new Error('the orchestration service is used before it is hosted')
    return hosted
  }
  if (hostedAuth !== null) await hostGateway(wiring, hostedAuth.auth, orchestration)
  await hostedAuth?.addRoutes()
  const ingestion = await hostIngestion(wiring)
  questions = await hostQuestions(wiring)
  await hostReporting(wiring)
  installHealthRoutes(wiring.app, wiring.checks, wiring.platform.telemetry)
  await hostForwarding(wiring)
  return {
    createSignInLink: hostedAuth?.createSignInLink ?? null,
    loadSamples: ingestion?.loadSamples ?? null,
    retrieval: questions.retrieval,
    orchestration: questions.orchestration,
  }
}
