import { and, count, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../../contracts/call-context.ts'
import type { GenerationComparison, IndexGeneration, IndexGenerationPage } from '../../contracts/index-generations.ts'
import type { Database } from '../../platform/database/database.ts'
import { type ComparisonRow, generations, indexGaps } from '../../platform/database/schema.ts'
import { readCursor, writeCursor } from '../../platform/http/page-cursor.ts'
import type { GenerationRow } from '../../platform/index-generations/active-generation.ts'
import type { SearchIndex } from '../../platform/search-index/search-index.ts'

export interface ListGenerationsInput {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** The generations of the organisation's index, newest first, page by page. */
export async function listGenerations(
  { database, index }: { readonly database: Database; readonly index: SearchIndex },
  { limit, cursor }: ListGenerationsInput,
  { principal: { tenant_id: tenantId } }: CallContext,
): Promise<IndexGenerationPage> {
  const orm = database.forTenant(tenantId)
  const after = cursor === undefined ? undefined : isBefore(readCursor(cursor, z.string()))
  const rows = await orm
    .select()
    .from(generations)
    .where(and(eq(generations.tenantId, tenantId), isNull(generations.removedAt), after))
    .orderBy(desc(generations.createdAt), desc(generations.id))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const ids = shown.map(({ id }) => id)
  const counted = await orm
    .select({ id: indexGaps.generation, gaps: count() })
    .from(indexGaps)
    .where(and(eq(indexGaps.tenantId, tenantId), inArray(indexGaps.generation, ids)))
    .groupBy(indexGaps.generation)
  const gaps = new Map(counted.map((row) => [row.id, row.gaps]))
  const last = shown.at(-1)
  return {
    generations: await Promise.all(
      shown.map(async (row) =>
        toIndexGeneration(row, gaps.get(row.id) ?? 0, await index.count({ tenantId, generation: row.id })),
      ),
    ),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor(last.createdAt, last.id) : null,
  }
}

function isBefore({ createdAt: at, id }: ReturnType<typeof readCursor>) {
  return or(lt(generations.createdAt, at), and(eq(generations.createdAt, at), lt(generations.id, id)))
}

function toIndexGeneration(row: GenerationRow, gaps: number, passages: number): IndexGeneration {
  const { overriddenBy: by, overrideReason: reason } = row
  return {
    id: row.id,
    state: stateOf(row),
    embedder: row.embedder,
    dimensions: row.dimensions,
    chunker: row.chunker,
    passages,
    documents: row.documents,
    documents_to_do: gaps,
    created_at: row.createdAt.toISOString(),
    built_at: row.builtAt?.toISOString() ?? null,
    activated_at: row.activatedAt?.toISOString() ?? null,
    retired_at: row.retiredAt?.toISOString() ?? null,
    comparison: row.comparison === null ? null : toComparison(row.comparison),
    override: by === null ? null : { by, reason: reason ?? '' },
  }
}

function stateOf({ active, builtAt, retiredAt }: GenerationRow): IndexGeneration['state'] {
  if (active) return 'active'
  if (retiredAt !== null) return 'retired'
  return builtAt === null ? 'building' : 'ready'
}

/** A comparison as the API tells it. */
export function toComparison({ questions, reference, overlapAt5, golden }: ComparisonRow): GenerationComparison {
  return {
    questions,
    reference,
    overlap_at_5: overlapAt5,
    golden:
      golden === null
        ? null
        : {
            questions: golden.questions,
            active_hit_at_5: golden.activeHitAt5,
            hit_at_5: golden.hitAt5,
            active_mrr_at_5: golden.activeMrrAt5 ?? null,
            mrr_at_5: golden.mrrAt5 ?? null,
          },
  }
}
