import { and, desc, eq, lt, or } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { GoldenCase, GoldenEvidence, GoldenList, GoldenPage } from '../../contracts/golden-cases.ts'
import type { Database, Orm } from '../../platform/database/database.ts'
import { goldenCases } from '../../platform/database/evaluation-schema.ts'
import { type FoundEvidence, findEvidence } from '../../platform/golden-cases/find-evidence.ts'
import { readCursor, writeCursor } from '../../platform/http/page-cursor.ts'
import { restsOnVisible } from './visible-evidence.ts'

export type CaseRow = typeof goldenCases.$inferSelect

/** The golden questions whose documents the caller may read, newest first. */
export async function listCases(
  database: Database,
  { state, limit, cursor }: GoldenList,
  { principal }: CallContext,
): Promise<GoldenPage> {
  const tenantId = principal.tenant_id
  const orm = database.forTenant(tenantId)
  const after = cursor === undefined ? null : readCursor(cursor, z.uuid())
  const rows = await orm
    .select()
    .from(goldenCases)
    .where(
      and(
        eq(goldenCases.tenantId, tenantId),
        state === undefined ? undefined : eq(goldenCases.state, state),
        after === null
          ? undefined
          : or(
              lt(goldenCases.createdAt, after.createdAt),
              and(eq(goldenCases.createdAt, after.createdAt), lt(goldenCases.id, after.id)),
            ),
        restsOnVisible(principal),
      ),
    )
    .orderBy(desc(goldenCases.createdAt), desc(goldenCases.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    cases: await shown(orm, tenantId, page),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor(last.createdAt, last.id) : null,
  }
}

/** One golden question. Throws `not-found`, also where the caller may not read a document that it rests on. */
export async function getCase(database: Database, id: string, context: CallContext): Promise<GoldenCase> {
  const { tenant_id: tenantId } = context.principal
  const orm = database.forTenant(tenantId)
  const [found] = await shown(orm, tenantId, [await caseRow(orm, id, context)])
  if (found === undefined) throw new Error('a row that is not shown')
  return found
}

/** Throws like `getCase`. */
export async function caseRow(orm: Pick<Orm, 'select'>, id: string, { principal }: CallContext): Promise<CaseRow> {
  const place = and(eq(goldenCases.tenantId, principal.tenant_id), eq(goldenCases.id, id))
  const [row] = await orm
    .select()
    .from(goldenCases)
    .where(and(place, restsOnVisible(principal)))
  if (row === undefined)
    throw problem('not-found', 'Check the id; the list has every golden question whose documents you may read.')
  return row
}

async function shown(orm: Orm, tenantId: string, rows: readonly CaseRow[]): Promise<GoldenCase[]> {
  const ids = rows.map(({ id }) => id)
  const evidenceOf = Map.groupBy(await findEvidence(orm, tenantId, ids), ({ caseId }) => caseId)
  return rows.map((row) => {
    const evidence = (evidenceOf.get(row.id) ?? []).flatMap(evidenceShown)
    return {
      id: row.id,
      question: row.question,
      truth: row.truth,
      evidence,
      state: row.state,
      stale: evidence.some(({ stale }) => stale),
      origin: row.origin,
      created_by: row.createdBy,
      created_at: row.createdAt.toISOString(),
      decided_by: row.decidedBy,
      decided_at: row.decidedAt?.toISOString() ?? null,
    }
  })
}

function evidenceShown({ documentId, document, textHash, quote, passageIds }: FoundEvidence): GoldenEvidence[] {
  if (document === null) return []
  const { title, source, externalId } = document
  const label = { text_hash: textHash === '' ? null : textHash, quote, stale: passageIds.length === 0 }
  return [{ document_id: documentId, title, source, external_id: externalId, ...label }]
}
