import { DATABASE_TEMPLATE } from '../compose.ts'
import type { Config } from '../config.ts'
import { type RebuildProgress, rebuildIndex } from '../ingestion/rebuild-index.ts'
import { createAnalysers } from '../language/analyser.ts'
import { takeHomeLock } from '../platform/home/home-lock.ts'
import { keepTemporaryFiles } from '../platform/home/temporary-folder.ts'
import { openPlatform } from '../platform/open-platform.ts'
import { openTelemetry } from '../platform/telemetry/pino-prometheus.ts'
import { temporaryFolder } from '../roles/data-folders.ts'
import { currentGeneration } from '../roles/host-roles.ts'

/** Rebuild the search index of the data folder from the passages in its registry. */
export async function reindexCommand(config: Config): Promise<void> {
  await using _lock = await takeHomeLock(config.home, new Date())
  await keepTemporaryFiles(temporaryFolder(config), { isAlone: true })
  await using telemetry = openTelemetry({ level: 'warn' })
  const analysers = createAnalysers()
  await using platform = openPlatform(config, { telemetry, analysers, databaseTemplate: DATABASE_TEMPLATE })
  const dependencies = {
    database: await platform.database(),
    index: await platform.searchIndex(),
    embedder: await platform.embeddingModel(),
    generation: await currentGeneration(platform),
    analysers,
  }
  const { documents, passages } = await rebuildIndex(dependencies, config.tenantId, draw, new AbortController().signal)
  console.log(
    `${process.stderr.isTTY ? '\n' : ''}The index is rebuilt: ${documents} documents, ${passages} passages. Start Footnote again.`,
  )
}

function draw({ documents, passages }: RebuildProgress): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${documents} documents, ${passages} passages`)
}
