import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { and, eq } from 'drizzle-orm'
import { pino } from 'pino'
import type { CallContext } from '../contracts/call-context.ts'
import { generationName } from '../contracts/generation-name.ts'
import { CHUNKER_VERSION } from '../ingestion/chunk-document.ts'
import { PURGE_QUEUE } from '../ingestion/delete-document.ts'
import { FILL_QUEUE } from '../ingestion/generations/record-gaps.ts'
import { INDEX_ACCESS_QUEUE } from '../ingestion/index-access.ts'
import { INGEST_QUEUE } from '../ingestion/ingest-queue.ts'
import { createParserPool } from '../ingestion/parser-pool.ts'
import type { ProcessVersionDependencies } from '../ingestion/process-version.ts'
import type { ReadOutcome } from '../ingestion/read-version.ts'
import { registerUpload, type Upload } from '../ingestion/register-upload.ts'
import { createSharedReadings } from '../ingestion/shared-readings.ts'
import type { SubscriptionDependencies } from '../ingestion/subscriptions.ts'
import { createOutageLog } from '../ingestion/wait-out-outage.ts'
import { ANALYSER_VERSION, createAnalysers } from '../language/analyser.ts'
import { openFileSystemBlobs } from '../platform/blobs/file-system.ts'
import { openPgBossBus } from '../platform/bus/pg-boss.ts'
import { documentVersions, passages } from '../platform/database/schema.ts'
import type { WordVectors } from '../platform/embedding-model/embedding-model.ts'
import { openStaticEmbeddingModel } from '../platform/embedding-model/static.ts'
import { openLanceDbIndex } from '../platform/search-index/lancedb.ts'
import { createManualClock, type ManualClock } from './call-contexts.ts'
import { openTestDatabase, type TestDatabase } from './open-test-database.ts'

export type FileToAdd = Partial<Upload> & { readonly text: string }

export interface AddedFile {
  readonly documentId: string
  readonly versionId: string
  readonly sha256: string
  readonly changed: boolean
}

export interface TestLibrary extends SubscriptionDependencies, ProcessVersionDependencies, AsyncDisposable {
  readonly database: TestDatabase
  readonly embedder: WordVectors
  readonly clock: ManualClock
  /** Store and register a text as an upload does; nothing reads it yet. A file is known by its name unless told otherwise. */
  readonly add: (file: FileToAdd, context: CallContext) => Promise<AddedFile>
  /** The passages that the index holds for a document, in no order. */
  readonly indexed: (tenantId: string, documentId: string) => Promise<readonly string[]>
  /** The passages that the registry holds for a document, in order. */
  readonly registered: (tenantId: string, documentId: string) => Promise<(typeof passages.$inferSelect)[]>
}

/** Who may see the documents of tests. */
const ALL_ACCESS = ['everyone', 'user:reader', 'user:ada', 'user:bob']

/** Everything ingestion works with, all of it real and in one folder: no worker runs until a test starts one. */
export async function openTestLibrary(): Promise<TestLibrary> {
  const database = await openTestDatabase()
  const logger = pino({ level: 'silent' })
  const [bus, index, embedder] = await Promise.all([
    openPgBossBus({ database, logger, retryDelayInSeconds: 0 }),
    openLanceDbIndex({ uri: join(database.folder, 'index'), readConsistencyIntervalInMs: 0 }),
    openStaticEmbeddingModel(),
  ])
  const blobs = openFileSystemBlobs(join(database.folder, 'blobs'))
  const parser = createParserPool({ slots: 2 })
  const names = { embedder: embedder.fingerprint, chunker: CHUNKER_VERSION, analyser: ANALYSER_VERSION }
  const generation = generationName(names)
  const clock = createManualClock()
  const signal = new AbortController().signal
  // Makes the queues without anybody who takes jobs from them.
  for (const queue of [INGEST_QUEUE, PURGE_QUEUE, INDEX_ACCESS_QUEUE, FILL_QUEUE])
    await bus.work(queue, { concurrency: 0 }, async () => undefined)
  return {
    database,
    bus,
    index,
    embedder,
    blobs,
    parser,
    reader: 'test',
    readings: createSharedReadings<ReadOutcome>(),
    outages: createOutageLog(logger),
    logger,
    generation,
    clock,
    concurrency: 1,
    analysers: createAnalysers(),
    add: async ({ text, ...given }, context) => {
      const tenantId = context.principal.tenant_id
      const content = Readable.from([Buffer.from(text)])
      const stored = await blobs.put(tenantId, content, { signal, maximumBytes: 10_000_000 })
      const { documentId, changed } = await registerUpload(
        { database, blobs, bus },
        { ...uploadOf(given), ...stored },
        context,
      )
      return {
        documentId,
        changed,
        sha256: stored.sha256,
        versionId: await newestVersion(database, tenantId, documentId),
      }
    },
    indexed: async (tenantId, documentId) => {
      // Every vector is near to any other to some degree, so a vector search finds all that there is.
      const vector = await embedder.embedQuery('document', signal)
      const scope = { access: ALL_ACCESS, documentIds: [documentId] }
      const hits = await index.searchVector({ tenantId, generation }, vector, scope, 1_000, signal)
      return hits.map(({ passageId }) => passageId)
    },
    registered: (tenantId, documentId) =>
      database.system
        .select()
        .from(passages)
        .where(and(eq(passages.tenantId, tenantId), eq(passages.documentId, documentId)))
        .orderBy(passages.version, passages.ordinal),
    [Symbol.asyncDispose]: async () => {
      await parser[Symbol.asyncDispose]()
      await bus[Symbol.asyncDispose]()
      await index[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

function uploadOf(given: Partial<Upload>): Upload {
  const fileName = given.fileName ?? 'note.txt'
  return {
    source: 'upload',
    externalId: fileName,
    title: null,
    collection: null,
    access: null,
    mediaType: 'application/octet-stream',
    sha256: createHash('sha256').digest('hex'),
    sizeInBytes: 0,
    ...given,
    fileName,
  }
}

async function newestVersion({ system: orm }: TestDatabase, tenantId: string, documentId: string): Promise<string> {
  const ofDocument = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.documentId, documentId))
  const rows = await orm.select().from(documentVersions).where(ofDocument).orderBy(documentVersions.version)
  const newest = rows.at(-1)
  if (newest === undefined) throw new Error('the document has no version')
  return newest.id
}
