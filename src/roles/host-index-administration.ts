import type {
  IndexAdministration,
  IndexAdministrationDependencies,
} from '../ingestion/generations/index-administration.ts'
import type { Wiring } from './wiring.ts'

type Parts = Pick<Wiring, 'analysers' | 'clock' | 'generation' | 'modelCheck' | 'platform'>

/** The routes of administrators about the search index as a whole. */
export async function hostIndexAdministration(wiring: Wiring): Promise<void> {
  const [{ generationRoutes }, { administration }] = await Promise.all([
    import('../ingestion/generations/routes.ts'),
    openIndexAdministration(wiring),
  ])
  await wiring.app.register(generationRoutes(administration))
}

/** What administrators do about the index, and what it works with, on the parts of this process. */
export async function openIndexAdministration({ analysers, clock, generation, modelCheck, platform }: Parts): Promise<{
  readonly administration: IndexAdministration
  readonly dependencies: IndexAdministrationDependencies
}> {
  const [{ createIndexAdministration }, { createRetrieval }, database, bus, index, embedder, wordVectors] =
    await Promise.all([
      import('../ingestion/generations/index-administration.ts'),
      import('../retrieval/retrieval.ts'),
      platform.database(),
      platform.bus(),
      platform.searchIndex(),
      platform.embeddingModel(),
      platform.wordVectors(),
    ])
  const dependencies: IndexAdministrationDependencies = {
    database,
    bus,
    index,
    embedder,
    analysers,
    clock,
    generation,
    modelCheck,
    // Generations are compared by the very search that people use, on a generation that is named.
    search: async (named, query, context) => {
      const retrieval = createRetrieval({
        database,
        index,
        embedder,
        wordVectors,
        analysers,
        modelCheck,
        generationOf: async () => named,
      })
      const { passages } = await retrieval.search({ query, top_k: 5 }, context)
      return passages.map(({ passage_id: passageId, document_id: documentId, external_id: externalId }) => ({
        passageId,
        documentId,
        externalId,
      }))
    },
  }
  return { administration: createIndexAdministration(dependencies), dependencies }
}
