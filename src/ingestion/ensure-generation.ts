import { and, eq } from 'drizzle-orm'
import { ANALYSER_VERSION } from '../language/analyser.ts'
import type { Database } from '../platform/database/database.ts'
import { generations } from '../platform/database/schema.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import { CHUNKER_VERSION } from './chunk-document.ts'

export interface GenerationInUse {
  readonly tenantId: string
  readonly generation: string
  readonly embedder: EmbeddingModel
}

/**
 * Make sure that what this program writes and reads is the tenant's active index generation. A new tenant gets it; an index
 * that another embedding model or chunker built stops the start, because its vectors would silently mean something else.
 */
export async function ensureGeneration(database: Database, inUse: GenerationInUse): Promise<void> {
  const { tenantId, generation } = inUse
  const row = generationRow(inUse)
  await database.forTenant(tenantId).insert(generations).values(row).onConflictDoNothing()
  const active = and(eq(generations.tenantId, tenantId), eq(generations.active, true))
  const [found] = await database.forTenant(tenantId).select().from(generations).where(active)
  if (found === undefined || found.id === generation) return
  throw new Error(
    `The search index was built by ${found.embedder} with ${found.chunker}, and this version of Footnote reads ${row.embedder} with ` +
      `${row.chunker}. Run "npx footnote reindex" once to rebuild it, or start the version that built it.`,
  )
}

/** The row that describes the index generation of this program. */
export function generationRow({ tenantId, generation, embedder }: GenerationInUse): typeof generations.$inferInsert {
  return {
    tenantId,
    id: generation,
    embedder: embedder.fingerprint,
    dimensions: embedder.dimensions,
    chunker: `${CHUNKER_VERSION}+${ANALYSER_VERSION}`,
    active: true,
  }
}
