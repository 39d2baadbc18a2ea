import { and, desc, eq, lt, or } from 'drizzle-orm'
import { z } from 'zod'
import { losses } from '../../../evaluation/compare-runs.ts'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { EvaluationRun, EvaluationRunList, EvaluationRunPage } from '../../contracts/evaluation-runs.ts'
import type { Database } from '../../platform/database/database.ts'
import { type CaseScoresRow, evaluationRuns } from '../../platform/database/evaluation-schema.ts'
import { readCursor, writeCursor } from '../../platform/http/page-cursor.ts'
import { intervalsOf } from './intervals-of.ts'

type RunRow = typeof evaluationRuns.$inferSelect

/** The runs of an organisation, newest first. */
export async function listRuns(
  database: Database,
  { limit, cursor }: Pick<EvaluationRunList, 'limit' | 'cursor'>,
  { principal }: CallContext,
): Promise<EvaluationRunPage> {
  const after = cursor === undefined ? null : readCursor(cursor, z.uuid())
  const rows = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(evaluationRuns)
    .where(
      and(
        eq(evaluationRuns.tenantId, principal.tenant_id),
        after === null
          ? undefined
          : or(
              lt(evaluationRuns.createdAt, after.createdAt),
              and(eq(evaluationRuns.createdAt, after.createdAt), lt(evaluationRuns.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(evaluationRuns.createdAt), desc(evaluationRuns.id))
    .limit(limit + 1)
  const last = rows[limit - 1]
  return {
    runs: rows.slice(0, limit).map(runOf),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor(last.createdAt, last.id) : null,
  }
}

/** One run. Throws `not-found`. */
export async function getRun(database: Database, id: string, context: CallContext): Promise<EvaluationRun> {
  return runOf(await runRow(database, id, context))
}

/** How each question of a run did. Throws `not-found`, and `not-allowed-now` before it is done. */
export async function getRunScores(
  database: Database,
  id: string,
  context: CallContext,
): Promise<readonly CaseScoresRow[]> {
  const { state, scores } = await runRow(database, id, context)
  if (scores === null) throw problem('not-allowed-now', `The run is ${state}; look again when its state is "done".`)
  return scores
}

async function runRow(database: Database, id: string, { principal }: CallContext): Promise<RunRow> {
  const place = and(eq(evaluationRuns.tenantId, principal.tenant_id), eq(evaluationRuns.id, id))
  const [row] = await database.forTenant(principal.tenant_id).select().from(evaluationRuns).where(place)
  if (row === undefined) throw problem('not-found', 'Check the id; the list of runs has them all.')
  return row
}

function runOf(row: RunRow): EvaluationRun {
  const { id, trigger, state, generation, questions, stale, figures, changes, probes, leaks, detail } = row
  return {
    id,
    trigger,
    state,
    requested_by: row.requestedBy,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    generation,
    prompt_version: row.promptVersion,
    questions,
    stale,
    figures,
    intervals: row.scores === null ? null : intervalsOf(row.scores),
    changes: changes === null ? null : [...changes],
    worse: losses(changes ?? []).map(({ measure }) => measure),
    probes,
    leaks,
    detail,
  }
}
