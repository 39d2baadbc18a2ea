import { join } from 'node:path'
import type { Meter } from '@opentelemetry/api'
import type { Config } from '../config.ts'
import { systemClock } from '../contracts/call-context.ts'
import type { Analysers } from '../language/analyser.ts'
import type { Blobs } from './blobs/blobs.ts'
import type { Bus } from './bus/bus.ts'
import type { ChatModel } from './chat-model/chat-model.ts'
import type { Database } from './database/database.ts'
import type { EmbeddingModel } from './embedding-model/embedding-model.ts'
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
  /** The built-in embedding model, whichever model is configured: it compares single sentences. */
  readonly wordVectors: () => Promise<EmbeddingModel>
  /** The configured re-ranking model, or null when there is none. */
  readonly reranker: () => Promise<Reranker | null>
  /** The configured chat models in the order in which they are asked; none when answers are made without one. */
  readonly chatModels: () => Promise<readonly ChatModel[]>
  readonly extractiveModel: () => Promise<ChatModel>
  readonly sharedState: () => Promise<SharedState>
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
    embeddingModel: lazily(async () => (await openEmbeddingModel(config, closing)) ?? wordVectors()),
    wordVectors,
    reranker: lazily(() => openReranker(config, closing)),
    chatModels: lazily(() => openChatModels(config.chat, telemetry.meter)),
    extractiveModel: lazily(async () => {
      const { createExtractiveModel } = await import('./chat-model/extractive.ts')
      return createExtractiveModel({ analysers })
    }),
    sharedState: lazily(async () => {
      if (config.redisUrl !== undefined) {
        const { openRedisSharedState } = await import('./shared-state/redis.ts')
        return closing(await openRedisSharedState({ url: config.redisUrl, logger: telemetry.logger }))
      }
      const { createInProcessSharedState } = await import('./shared-state/in-process.ts')
      return closing(createInProcessSharedState())
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

async function openBus({ serviceBus }: Config, database: Database, { logger }: Telemetry): Promise<Bus> {
  if (serviceBus !== null) {
    const { openServiceBus } = await import('./bus/service-bus.ts')
    return openServiceBus({ access: serviceBus, database, logger })
  }
  const { openPgBossBus } = await import('./bus/pg-boss.ts')
  return openPgBossBus({ database, logger })
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
export async function openChatModels(chat: Config['chat'], meter: Meter): Promise<readonly ChatModel[]> {
  if (chat === undefined) return []
  const [{ createOpenAiCompatibleModel }, { createModelGate }, { measureGates }] = await Promise.all([
    import('./chat-model/openai-compatible.ts'),
    import('./chat-model/model-gate.ts'),
    import('./chat-model/measure-gate.ts'),
  ])
  const { callsAtOnce: atOnce, firstTokenInMs } = chat
  const servers = chat.fallback === undefined ? [chat] : [chat, chat.fallback]
  const gated = servers.map((server) => ({ server, gate: createModelGate({ atOnce }) }))
  measureGates(
    meter,
    gated.map(({ server, gate }) => [server.model, gate]),
  )
  return gated.map(({ server, gate }) => createOpenAiCompatibleModel({ ...server, gate, timeouts: { firstTokenInMs } }))
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
