import { ANALYSER_VERSION } from '../language/analyser.ts'
import type { Database, Orm, Transaction } from '../platform/database/database.ts'
import { generations } from '../platform/database/schema.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import { findActiveGeneration, requireFit } from '../platform/index-generations/active-generation.ts'
import { CHUNKER_VERSION } from './chunk-document.ts'

export interface GenerationInUse {
  readonly tenantId: string
  readonly generation: string
  readonly embedder: Pick<EmbeddingModel, 'fingerprint' | 'dimensions'>
}

/**
 * Make sure that this program can write and read the tenant's active index generation. A new tenant gets one; an index that
 * another embedding model or analyser built stops the start (`index-mismatch`), because its vectors would silently mean
 * something else.
 */
export async function ensureGeneration(database: Database, inUse: GenerationInUse): Promise<void> {
  const orm = database.forTenant(inUse.tenantId)
  await addFirstGeneration(orm, inUse)
  const active = await findActiveGeneration(orm, inUse.tenantId)
  if (active !== null) requireFit(active, inUse)
}

/** Give a tenant that never had a generation its first one: active from the beginning. */
export async function addFirstGeneration(orm: Orm | Transaction, inUse: GenerationInUse): Promise<void> {
  if ((await findActiveGeneration(orm, inUse.tenantId)) !== null) return
  const row = { ...generationRow(inUse), active: true }
  await orm.insert(generations).values(row).onConflictDoNothing()
}

/** The row of a generation that this program builds. */
export function generationRow({ tenantId, generation, embedder }: GenerationInUse): typeof generations.$inferInsert {
  return {
    tenantId,
    id: generation,
    embedder: embedder.fingerprint,
    dimensions: embedder.dimensions,
    chunker: `${CHUNKER_VERSION}+${ANALYSER_VERSION}`,
    active: false,
  }
}
