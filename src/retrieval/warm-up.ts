import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { IndexPartition, SearchIndex } from '../platform/search-index/search-index.ts'
import type { Telemetry } from '../platform/telemetry/telemetry.ts'

const WORD = 'document'
const SCOPE = { access: ['everyone'] }

/** A search ahead of the first question. */
export interface WarmUp extends AsyncDisposable {
  readonly start: () => void
}

export interface WarmUpDependencies {
  readonly index: SearchIndex
  readonly embedder: Pick<EmbeddingModel, 'embedQuery'>
  readonly logger: Pick<Telemetry['logger'], 'debug'>
  /** What is searched, once that may be done. */
  readonly partition: () => Promise<IndexPartition>
}

/**
 * Search a partition once for nobody, so that what an index reads at its first search is in memory when somebody asks: about
 * a second of a first question over 100,000 passages. A search that does not work is left to be noticed by who asks.
 */
export function createWarmUp({ index, embedder, logger, partition }: WarmUpDependencies): WarmUp {
  const stop = new AbortController()
  let running: Promise<unknown> = Promise.resolve()
  async function search(signal: AbortSignal): Promise<void> {
    const [searched, vector] = [await partition(), await embedder.embedQuery(WORD, signal)]
    signal.throwIfAborted()
    await Promise.all([
      index.searchLexical(searched, [WORD], SCOPE, 1, signal),
      index.searchVector(searched, vector, SCOPE, 1, signal),
      index.termStatistics(searched, [WORD]),
    ])
  }
  return {
    start: () => {
      running = search(stop.signal).catch((error: unknown) =>
        logger.debug({ err: error }, 'the index could not be searched ahead of the first question'),
      )
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error('the process stops'))
      await running
    },
  }
}
