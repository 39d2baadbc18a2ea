import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import type { ParserPool } from '../ingestion/parser-pool.ts'
import { dataFolders, temporaryFolder } from './data-folders.ts'
import { hostDeadLetters } from './host-dead-letters.ts'
import { hostIndexAdministration } from './host-index-administration.ts'
import { hostQueueWatch } from './host-queue-watch.ts'
import { hostReconciling } from './host-reconciling.ts'
import { hosts, type Wiring } from './wiring.ts'

const SAMPLES_FOLDER = fileURLToPath(new URL('../../samples', import.meta.url))

export interface HostedIngestion {
  /** Put the sample library into an empty tenant. */
  readonly loadSamples: () => Promise<void>
}

/** The ingestion role: the documents API and the worker that reads documents; null where another process hosts it. */
export async function hostIngestion(wiring: Wiring): Promise<HostedIngestion | null> {
  if (!hosts(wiring, 'ingestion')) return null
  const { app, config, clock, analysers, platform, generation, modelCheck, questions, checks, closing } = wiring
  const [
    { ingestionRoutes },
    { subscribeIngestion },
    { giveWayTo },
    { keepResuming },
    { readerName },
    { ensureGeneration },
  ] = await Promise.all([
    import('../ingestion/routes.ts'),
    import('../ingestion/subscriptions.ts'),
    import('../ingestion/give-way.ts'),
    import('../ingestion/keep-resuming.ts'),
    import('../ingestion/reader-name.ts'),
    import('../ingestion/ensure-generation.ts'),
  ])
  const [database, blobs, bus, index, embedder] = await Promise.all([
    platform.database(),
    platform.blobs(),
    platform.bus(),
    platform.searchIndex(),
    platform.embeddingModel(),
  ])
  const tenantIds = new Set([config.tenantId, ...(config.identity.entra?.tenants ?? [])])
  for (const tenantId of tenantIds) await ensureGeneration(database, { tenantId, generation, embedder })
  const { parser, locator } = await openParsers(config)
  closing.push(parser, locator)
  const dependencies = {
    database,
    blobs,
    bus,
    index,
    embedder,
    analysers,
    generation,
    modelCheck,
    parser,
    reader: readerName(config),
    giveWay: giveWayTo(questions),
    clock,
    logger: platform.telemetry.logger,
    concurrency: config.parserSlots,
  }
  const worker = await subscribeIngestion(dependencies)
  closing.push(keepResuming(dependencies), { [Symbol.asyncDispose]: async () => worker[Symbol.dispose]() })
  checks.push({ name: 'queue', check: () => bus.depth('ingest-version') })
  const { maximumUploadBytes, maximumQueuedDocuments } = config.limits
  await app.register(ingestionRoutes({ database, blobs, bus, locator, maximumUploadBytes, maximumQueuedDocuments }))
  await hostUpkeep(wiring, dependencies)
  return {
    loadSamples: async () => {
      const { loadSamples } = await import('../ingestion/load-samples.ts')
      await loadSamples({ database, blobs, bus, clock, folder: SAMPLES_FOLDER }, config.tenantId)
    },
  }
}

/** What is shown of the work, and put right, beside doing it. */
async function hostUpkeep(wiring: Wiring, parts: Parameters<typeof hostReconciling>[1]): Promise<void> {
  await hostQueueWatch(wiring)
  await hostDeadLetters(wiring)
  await hostReconciling(wiring, parts)
  await hostIndexAdministration(wiring)
}

async function openParsers(config: Config): Promise<{ readonly parser: ParserPool; readonly locator: ParserPool }> {
  const [{ openDocumentParser }, { createParserPool }, { prepareRecognition }] = await Promise.all([
    import('../ingestion/open-document-parser.ts'),
    import('../ingestion/parser-pool.ts'),
    import('../ingestion/prepare-recognition.ts'),
  ])
  const { parserSlots: slots, redaction, injectionScan, soffice } = config
  const recognition = await prepareRecognition(config.recognition)
  const parser = await openDocumentParser({
    slots,
    recognition,
    redaction,
    injectionScan,
    chunksOnly: true,
    soffice,
    temporaryFolder: temporaryFolder(config),
    hidden: dataFolders(config),
  })
  // A process of its own: who opens a citation does not wait until a book is read, nor behind those who read one.
  return { parser, locator: createParserPool({ slots: 1, recognition, isAwaited: true }) }
}
