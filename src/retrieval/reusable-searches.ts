import type { CallContext } from '../contracts/call-context.ts'
import type { Database } from '../platform/database/database.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import { principalSetOf } from '../platform/http/principal-set.ts'
import { createTenantEpochs } from '../platform/index-generations/tenant-epochs.ts'
import { createLikeSearches, type SearchReuse } from './like-searches.ts'

export interface ReusableSearchesDependencies {
  readonly database: Database
  readonly embedder: Pick<EmbeddingModel, 'strength'>
  /** Let questions that ask for the same share one search, where the embedding model is strong enough to tell. Off when left out. */
  readonly reusesSearches?: boolean
}

/** The searches that a caller may reuse at this moment; null where none are, or the tenant is not known. Ask before searching. */
export type ReusableSearches = (generation: string, context: CallContext) => Promise<SearchReuse | null>

/** Make the memory of searches of this process. */
export function createReusableSearches(dependencies: ReusableSearchesDependencies): ReusableSearches {
  const { database, embedder, reusesSearches = false } = dependencies
  if (!reusesSearches || embedder.strength !== 'strong') return async () => null
  const likeSearches = createLikeSearches()
  const epochsOf = createTenantEpochs(database)
  return async (generation, { principal, clock }) => {
    const { tenant_id: tenantId } = principal
    const epochs = await epochsOf(tenantId)
    if (epochs === null) return null
    return likeSearches.within({ tenantId, generation, principalSet: principalSetOf(principal), epochs }, clock.now())
  }
}
