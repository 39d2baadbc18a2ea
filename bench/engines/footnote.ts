import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAnalysers } from '../../src/language/analyser.ts'
import { openStaticEmbeddingModel } from '../../src/platform/embedding-model/static.ts'
import { openLanceDbIndex } from '../../src/platform/search-index/lancedb.ts'
import { questionTerms } from '../../src/retrieval/question.ts'
import { fillIndex } from '../fill-library.ts'
import { GROUPS } from '../made-library.ts'
import { type FullTextEngine, HITS } from './full-text-engine.ts'

const PARTITION = { tenantId: 'tenant-0', generation: 'bench' }
const signal = new AbortController().signal

/** Footnote's own index on disk, with vectors beside the words and the access lists looked at in every search. */
export async function openFootnote(): Promise<FullTextEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-footnote-'))
  const analysers = createAnalysers()
  const embedder = await openStaticEmbeddingModel()
  const index = await openLanceDbIndex({ uri: folder })
  const scope = { access: Array.from({ length: GROUPS }, (_, n) => `group:${n}`) }
  return {
    fill: (passages) => fillIndex({ index, embedder, analysers }, PARTITION, passages),
    search: async (question) => {
      const terms = questionTerms(question, analysers.of('en'))
      const hits = await index.searchLexical(PARTITION, terms, scope, HITS, signal)
      return hits.map(({ passageId }) => passageId)
    },
    [Symbol.asyncDispose]: async () => {
      await index[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
