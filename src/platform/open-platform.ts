import { join } from 'node:path'
import type { Config } from '../config.ts'
import { systemClock } from '../contracts/call-context.ts'
import type { Analysers } from '../language/analyser.ts'
import type { Blobs } from './blobs/blobs.ts'
import type { Bus } from './bus/bus.ts'
import type { ChatModel } from './chat-model/chat-model.ts'
import type { Database } from './database/database.ts'
import type { EmbeddingModel, WordVectors } from './embedding-model/embedding-model.ts'
import type { Mail } from './mail/mail.ts'
import type { Reranker } from './reranker/reranker.ts'
import type { SearchIndex } from './search-index/search-index.ts'
import type { Secrets } from './secrets/secrets.ts'
import type { SharedState } from './shared-state/shared-state.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

/** The outside world, each part opened when it is first asked for and closed in the opposite order. */
export interface Platform extends AsyncDisposable {
  readonly telemetry: Telemetry
  readonly secrets: () => Promise<Secrets>
  readonly database: () => Promise<Database>
  readonly blobs: () => Promise<Blobs>
  readonly bus: () => Promise<Bus>
  readonly searchIndex: () => Promise<SearchIndex>
  readonly embeddingModel: () => Promise<EmbeddingModel>
  /** The built-in embedding model, whichever model is configured: it compares single sentences and knows frequent words. */
  readonly wordVectors: () => Promise<WordVectors>
  /** The configured re-ranking model, or null when there is none. */
  readonly reranker: () => Promise<Reranker | null>
  /** The configured chat models in the order in which they are asked; none when answers are made without one. */
  readonly chatModels: () => Promise<readonly ChatModel[]>
  readonly extractiveModel: () => Promise<ChatModel>
  readonly sharedState: () => Promise<SharedState>
  /** Null where no mail server is configured. */
  readonly mail: () => Promise<Mail | null>
}

export interface OpenPlatformOptions {
  readonly telemetry: Telemetry
  readonly analysers: Analysers
  /** A freshly initialised embedded database to start from, if one was prepared. */
  readonly databaseTemplate: string
}

/** The one place that turns configuration into adapters. Imports are lazy: what is not used is not loaded. */
export function openPlatform(
  config: Config,
  { telemetry, analysers, databaseTemplate }: OpenPlatformOptions,
): Platform {
  const opened: AsyncDisposable[] = []
  const closing = <T extends AsyncDisposable>(part: T): T => {
    opened.push(part)
    return part
  }

  const secrets = lazily(async () => {
    const { openFileSecrets } = await import('./secrets/file-secrets.ts')
    return openFileSecrets(config.secretsFolder ?? join(config.home, 'secrets'))
  })
  const database = lazily(async () => {
    const opening = await openDatabase(config, databaseTemplate)
    await opening.migrate()
    return closing(opening)
  })
  const wordVectors = lazily(async () => {
    const { openStaticEmbeddingModel } = await import('./embedding-model/static.ts')
    return openStaticEmbeddingModel()
  })
  return {
    telemetry,
    secrets,
    database,
    blobs: lazily(() => openBlobs(config)),
    bus: lazily(async () => closing(await openBus(config, await database(), telemetry))),
    searchIndex: lazily(async () => closing(await openSearchIndex(config))),
    embeddingModel: lazily(async () =>
      traced(config, (await openEmbeddingModel(config, closing)) ?? (await wordVectors()), telemetry),
    ),
    wordVectors,
    reranker: lazily(() => openReranker(config, closing)),
    chatModels: lazily(() => openChatModels(config.chat, telemetry)),
    extractiveModel: lazily(async () => {
      const { createExtractiveModel } = await import('./chat-model/extractive.ts')
      const { traceChatModel } = await import('./chat-model/trace-chat-model.ts')
      return traceChatModel(createExtractiveModel({ analysers }), BUILT_IN, telemetry.tracing)
    }),
    sharedState: lazily(async () => {
      if (config.redisUrl !== undefined) {
        const { openRedisSharedState } = await import('./shared-state/redis.ts')
        return closing(await openRedisSharedState({ url: config.redisUrl, logger: telemetry.logger }))
      }
      const { createInProcessSharedState } = await import('./shared-state/in-process.ts')
      return closing(createInProcessSharedState())
    }),
    mail: lazily(async () => {
      if (config.delivery.mail === null) return null
      const { openSmtpMail } = await import('./mail/smtp.ts')
      return closing(openSmtpMail(config.delivery.mail))
    }),
    [Symbol.asyncDispose]: async () => {
      for (const part of opened.reverse()) await part[Symbol.asyncDispose]()
    },
  }
}

/** Open on first use, once. */
function lazily<T>(open: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined
  return () => (pending ??= open())
}

async function openDatabase(config: Config, templateFolder: string): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    const { openPostgresDatabase } = await import('./database/postgres.ts')
    return openPostgresDatabase(config.databaseUrl)
  }
  const { openEmbeddedDatabase } = await import('./database/pglite.ts')
  return openEmbeddedDatabase({ dataFolder: join(config.home, 'database'), templateFolder })
}

async function openBus({ serviceBus }: Config, database: Database, telemetry: Telemetry): Promise<Bus> {
  const { logger, meter, tracing } = telemetry
  const [{ measureBus }, { traceBus }] = await Promise.all([
    import('./bus/measure-bus.ts'),
    import('./bus/trace-bus.ts'),
  ])
  const watched = (bus: Bus, system: string) => measureBus(traceBus(bus, system, tracing), meter)
  if (serviceBus !== null) {
    const { openServiceBus } = await import('./bus/service-bus.ts')
    return watched(await openServiceBus({ access: serviceBus, database, logger }), 'servicebus')
  }
  const { openPgBossBus } = await import('./bus/pg-boss.ts')
  return watched(await openPgBossBus({ database, logger }), 'postgresql')
}

async function openBlobs({ azureBlobs, blobsFolder, home }: Config): Promise<Blobs> {
  if (azureBlobs !== null) {
    const { openAzureBlobs } = await import('./blobs/azure-blobs.ts')
    const { container, ...account } = azureBlobs
    return openAzureBlobs({ account, container, stagingFolder: join(home, 'staging') })
  }
  const { openFileSystemBlobs, removeOldDrafts } = await import('./blobs/file-system.ts')
  const folder = blobsFolder ?? join(home, 'blobs')
  await removeOldDrafts(folder, systemClock)
  return openFileSystemBlobs(folder)
}

async function openSearchIndex({ azureSearch, azureIndex, indexFolder, home }: Config): Promise<SearchIndex> {
  if (azureSearch !== null) {
    const { openAzureAiSearch } = await import('./search-index/azure-ai-search.ts')
    return openAzureAiSearch(azureSearch)
  }
  const { openLanceDbIndex } = await import('./search-index/lancedb.ts')
  if (azureIndex === null) return openLanceDbIndex({ uri: indexFolder ?? join(home, 'index') })
  const { azureStorageOptions } = await import('./search-index/lancedb-azure.ts')
  const { uri, ...account } = azureIndex
  return openLanceDbIndex({ uri, storageOptions: azureStorageOptions(account) })
}

/** The configured chat models, the first one first; how they are doing is shown on the meter. */
export async function openChatModels(
  chat: Config['chat'],
  { meter, tracing }: Pick<Telemetry, 'meter' | 'tracing'>,
): Promise<readonly ChatModel[]> {
  if (chat === undefined) return []
  const [{ createOpenAiCompatibleModel }, { createModelGate }, { measureGates }, { traceChatModel }] =
    await Promise.all([
      import('./chat-model/openai-compatible.ts'),
      import('./chat-model/model-gate.ts'),
      import('./chat-model/measure-gate.ts'),
      import('./chat-model/trace-chat-model.ts'),
    ])
  const { callsAtOnce: atOnce, firstTokenInMs } = chat
  const servers = chat.fallback === undefined ? [chat] : [chat, chat.fallback]
  const gated = servers.map((server) => ({ server, gate: createModelGate({ atOnce }) }))
  measureGates(
    meter,
    gated.map(({ server, gate }) => [server.model, gate]),
  )
  return gated.map(({ server, gate }) => {
    const model = createOpenAiCompatibleModel({ ...server, gate, timeouts: { firstTokenInMs } })
    return traceChatModel(model, providerOf(server.baseUrl), tracing)
  })
}

/** Name of what is built in, where traces name who made a vector or an answer. */
const BUILT_IN = 'footnote'

/** Whose protocol a model server speaks, as OpenTelemetry names providers. */
function providerOf(baseUrl: string): string {
  return new URL(baseUrl).hostname.endsWith('.azure.com') ? 'azure.ai.openai' : 'openai'
}

async function traced({ embedding }: Config, model: EmbeddingModel, { tracing }: Telemetry): Promise<EmbeddingModel> {
  const { traceEmbeddingModel } = await import('./embedding-model/trace-embedding-model.ts')
  const isServer = embedding?.type === 'server'
  const name = isServer ? embedding.model : model.fingerprint
  return traceEmbeddingModel(model, { provider: isServer ? providerOf(embedding.baseUrl) : BUILT_IN, name }, tracing)
}

type Closing = <T extends AsyncDisposable>(part: T) => T

/** The configured embedding model, or null when the built-in one is used. */
async function openEmbeddingModel({ embedding }: Config, closing: Closing): Promise<EmbeddingModel | null> {
  if (embedding?.type === 'onnx') {
    const { openOnnxEmbeddingModel } = await import('./embedding-model/onnx.ts')
    return closing(await openOnnxEmbeddingModel(embedding))
  }
  if (embedding?.type === 'server') {
    const { openOpenAiEmbeddingModel } = await import('./embedding-model/openai.ts')
    return openOpenAiEmbeddingModel(embedding)
  }
  return null
}

async function openReranker({ reranker }: Config, closing: Closing): Promise<Reranker | null> {
  if (reranker === null) return null
  if (reranker.type === 'onnx') {
    const { openOnnxReranker } = await import('./reranker/onnx.ts')
    return closing(await openOnnxReranker(reranker))
  }
  const { createHttpReranker } = await import('./reranker/http.ts')
  return createHttpReranker(reranker)
}
