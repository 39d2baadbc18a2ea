import { and, eq } from 'drizzle-orm'
import { problem } from '../../contracts/errors.ts'
import { ANALYSER_VERSION } from '../../language/analyser.ts'
import type { Database, Orm, Transaction } from '../database/database.ts'
import { generations } from '../database/schema.ts'
import type { EmbeddingModel } from '../embedding-model/embedding-model.ts'
import { readPerTenant } from './read-per-tenant.ts'

export type GenerationRow = typeof generations.$inferSelect

/** What this process writes and reads with. */
export interface OwnGeneration {
  readonly embedder: Pick<EmbeddingModel, 'fingerprint'>
  /** Name of the generation that a tenant has as long as no other was ever made active. */
  readonly generation: string
}

/** The row of the generation that searches use; null for a tenant that never had one. */
export async function findActiveGeneration(orm: Orm | Transaction, tenantId: string): Promise<GenerationRow | null> {
  const active = and(eq(generations.tenantId, tenantId), eq(generations.active, true))
  const [row] = await orm.select().from(generations).where(active)
  return row ?? null
}

/**
 * Name of the tenant's active generation. Throws `index-mismatch` when this process cannot use it: vectors and terms of
 * another origin would silently mean something else.
 */
export async function usableGeneration(orm: Orm, tenantId: string, own: OwnGeneration): Promise<string> {
  const row = await findActiveGeneration(orm, tenantId)
  if (row === null) return own.generation
  requireFit(row, own)
  return row.id
}

/** True when questions that this process embeds and analyses mean the same as what the generation holds. */
export function fits({ embedder, chunker }: GenerationRow, own: Pick<OwnGeneration, 'embedder'>): boolean {
  return embedder === own.embedder.fingerprint && chunker.endsWith(`+${ANALYSER_VERSION}`)
}

/** Throws `index-mismatch` with what to do when the generation does not fit this process. */
export function requireFit(row: GenerationRow, own: Pick<OwnGeneration, 'embedder'>): void {
  if (fits(row, own)) return
  const [built, here] = [`${row.embedder} (${row.chunker})`, `${own.embedder.fingerprint} (…+${ANALYSER_VERSION})`]
  throw problem(
    'index-mismatch',
    `The search index was built by ${built}, and this version of Footnote reads ${here}. ` +
      'Run "npx footnote reindex" once to build one that fits, beside the other and without a break for processes that read it, ' +
      'or start the version and the embedding model that built it.',
  )
}

/** Tells which generation a search of a tenant uses. Ask once per search: it ends on the one that it began with. */
export type ActiveGenerations = (tenantId: string) => Promise<string>

/**
 * Look the active generation up for each search, so that all processes notice another one at once. What was read is used
 * again only while the database vouches that nothing has changed; making a generation active changes the tenant's row.
 */
export function createActiveGenerations(database: Database, own: OwnGeneration): ActiveGenerations {
  return readPerTenant(database, (tenantId) => usableGeneration(database.forTenant(tenantId), tenantId, own))
}
