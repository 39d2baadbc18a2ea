import { type AccessProbing, accessProbeContract } from '../contracts/access-probe.ts'
import type { Retrieval } from '../contracts/retrieval.ts'
import { serviceFor, type Wiring } from './wiring.ts'

/** The probe of access lists, made where the retrieval role is. */
export async function hostAccessProbe(wiring: Wiring, retrieval: Retrieval): Promise<AccessProbing> {
  return serviceFor(wiring, accessProbeContract, async () => {
    const { analysers, generation, platform } = wiring
    const [{ createAccessProbe }, { createActiveGenerations }, database, index, embedder] = await Promise.all([
      import('../retrieval/probe-access.ts'),
      import('../platform/index-generations/active-generation.ts'),
      platform.database(),
      platform.searchIndex(),
      platform.embeddingModel(),
    ])
    const generationOf = createActiveGenerations(database, { embedder, generation })
    return createAccessProbe({ database, index, embedder, analysers, generationOf, search: retrieval.search })
  })
}
