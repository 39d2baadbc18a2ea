import { and, asc, eq } from 'drizzle-orm'
import type { Orm } from '../database/database.ts'
import { goldenCases } from '../database/evaluation-schema.ts'
import { findEvidence } from './find-evidence.ts'

/** More would take a night with a model that writes. */
const MOST_CASES = 1_000

/** A question to measure on. */
export interface AcceptedCase {
  readonly id: string
  readonly question: string
  /** Right answers; none, and no evidence either, for one that has to be declined. */
  readonly truth: readonly string[]
  /** Passages that answer it, those with the same words together. */
  readonly evidence: readonly (readonly string[])[]
  /** Whose rights it is asked with. */
  readonly askedAs: string
}

export interface AcceptedCases {
  /** Oldest first. */
  readonly cases: readonly AcceptedCase[]
  /** How many are left out because the words that they rest on have changed. */
  readonly stale: number
}

/** The accepted questions of an organisation whose labels hold. */
export async function readAcceptedCases(orm: Orm, tenantId: string, atMost = MOST_CASES): Promise<AcceptedCases> {
  const rows = await orm
    .select()
    .from(goldenCases)
    .where(and(eq(goldenCases.tenantId, tenantId), eq(goldenCases.state, 'accepted')))
    .orderBy(asc(goldenCases.createdAt), asc(goldenCases.id))
    .limit(atMost)
  const found = await findEvidence(
    orm,
    tenantId,
    rows.map(({ id }) => id),
  )
  const evidenceOf = Map.groupBy(found, ({ caseId }) => caseId)
  const cases = rows.flatMap(({ id, question, truth, askedAs }) => {
    const evidence = (evidenceOf.get(id) ?? []).map(({ passageIds }) => passageIds)
    return evidence.some(({ length }) => length === 0) ? [] : [{ id, question, truth, evidence, askedAs }]
  })
  return { cases, stale: rows.length - cases.length }
}
