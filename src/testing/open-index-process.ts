import { join } from 'node:path'
import { inArray } from 'drizzle-orm'
import { compose } from '../compose.ts'
import { readConfig } from '../config.ts'
import { loadTexts } from '../ingestion/load-texts.ts'
import { documents } from '../platform/database/schema.ts'
import { createActiveGenerations } from '../platform/index-generations/active-generation.ts'
import { createRetrieval } from '../retrieval/retrieval.ts'
import { openIndexAdministration } from '../roles/host-index-administration.ts'
import { contextFor } from './call-contexts.ts'
import { watchGenerations } from './watch-generations.ts'

/** One process of an installation: it shares database, index and originals with the others, and nothing else. */
export async function openIndexProcess(folder: string, name: string, databaseUrl: string) {
  const config = readConfig({
    FOOTNOTE_HOME: join(folder, name),
    FOOTNOTE_DATABASE_URL: databaseUrl,
    FOOTNOTE_INDEX_FOLDER: join(folder, 'index'),
    FOOTNOTE_BLOBS_FOLDER: join(folder, 'blobs'),
    FOOTNOTE_LOG_LEVEL: 'error',
    FOOTNOTE_SAMPLES: 'off',
    ROLES: 'retrieval',
  })
  const { wiring, ...footnote } = await compose({ ...config, serveWeb: false })
  const { administration, dependencies } = await openIndexAdministration(wiring)
  const { database, embedder, analysers, index } = dependencies
  const context = contextFor({ tenant_id: config.tenantId, object_id: name, roles: ['Admin'] })
  const watched = watchGenerations(index)
  const generationOf = createActiveGenerations(database, { embedder, generation: wiring.generation })
  const wordVectors = await wiring.platform.wordVectors()
  const parts = { database, embedder, wordVectors, analysers, index: watched.index, generationOf }
  const retrieval = createRetrieval(parts)
  return {
    dependencies,
    context,
    partition: (generation: string) => ({ tenantId: config.tenantId, generation }),
    first: wiring.generation,
    rebuild: () => administration.rebuild(context),
    activate: (id: string) => administration.activate({ id }, context),
    states: async () =>
      Object.fromEntries(
        (await administration.list({ limit: 10 }, context)).generations.map(({ id, state }) => [id, state]),
      ),
    /** Which generation a search used, whether all of it read that one, and whether it found the document that it should. */
    search: async (n: number) => {
      const ask = () => retrieval.search({ query: `lamp of room${n}`, top_k: 5 }, context)
      const { result, read } = await watched.watch(ask)
      return {
        generation: result.generation,
        isMixed: read.size !== 1 || !read.has(result.generation),
        isFound: result.passages.some(({ external_id }) => external_id === `text-${n}`),
      }
    },
    [Symbol.asyncDispose]: () => footnote[Symbol.asyncDispose](),
  }
}
export type IndexProcess = Awaited<ReturnType<typeof openIndexProcess>>

/** Load texts about rooms `from` to `to` (not included) into the first generation; returns the ids of their documents. */
export async function loadInto({ dependencies, context, partition, first }: IndexProcess, from: number, to: number) {
  const texts = Array.from({ length: to - from }, (_, n) => ({
    externalId: `text-${from + n}`,
    title: `Room ${from + n}`,
    text: `The lamp of room${from + n} is green. `.repeat(3),
  }))
  await loadTexts(dependencies, 'loaded', texts, context)
  const rows = await dependencies.database
    .forTenant(partition(first).tenantId)
    .select({ id: documents.id })
    .from(documents)
    .where(
      inArray(
        documents.externalId,
        texts.map(({ externalId }) => externalId),
      ),
    )
  return rows.map(({ id }) => id)
}
