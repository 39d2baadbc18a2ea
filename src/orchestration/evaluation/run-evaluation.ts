import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import type { Logger } from 'pino'
import { z } from 'zod'
import { compareRuns, losses } from '../../../evaluation/compare-runs.ts'
import type { AccessProbing } from '../../contracts/access-probe.ts'
import type { CallContext, Clock } from '../../contracts/call-context.ts'
import { isProblem } from '../../contracts/errors.ts'
import { systemPrincipal } from '../../contracts/principal.ts'
import { type Bus, type Delivery, MAXIMUM_DELIVERIES } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { evaluationRuns } from '../../platform/database/evaluation-schema.ts'
import { type AcceptedCase, readAcceptedCases } from '../../platform/golden-cases/accepted-cases.ts'
import { allGroups } from '../../platform/golden-cases/all-groups.ts'
import type { Tokens } from '../budgets.ts'
import type { ActiveWording } from '../prompts/active-wording.ts'
import { askCases } from './ask-cases.ts'
import { judgeCases } from './judge-cases.ts'
import { probeQuestions } from './probe-questions.ts'
import { EVALUATION_QUEUE } from './request-run.ts'
import { sumUp } from './sum-up.ts'
import { createTrialAsker, type TrialDependencies } from './trial-asker.ts'

/** A year of nights. */
const KEPT_IN_MS = 366 * 86_400_000

const EvaluationJob = z.object({ tenant_id: z.string(), run_id: z.uuid() })

export interface EvaluationDependencies extends TrialDependencies {
  readonly database: Database
  readonly bus: Pick<Bus, 'work'>
  readonly clock: Clock
  readonly probing: AccessProbing
  readonly activeWording: ActiveWording
  readonly logger: Pick<Logger, 'warn' | 'error' | 'info'>
}

/** Do the runs that are asked for, one after the other. */
export async function subscribeEvaluations(dependencies: EvaluationDependencies): Promise<void> {
  await dependencies.bus.work(EVALUATION_QUEUE, { concurrency: 1 }, (delivery) => runOnce(dependencies, delivery))
}

/** Do one run. A second delivery begins anew; one that is done, or was removed, is left. */
async function runOnce(
  dependencies: EvaluationDependencies,
  { payload, signal, attempt }: Pick<Delivery, 'payload' | 'signal' | 'attempt'>,
): Promise<void> {
  const { tenant_id: tenantId, run_id: id } = EvaluationJob.parse(payload)
  const orm = dependencies.database.forTenant(tenantId)
  const place = and(eq(evaluationRuns.tenantId, tenantId), eq(evaluationRuns.id, id))
  const isOpen = and(place, isNull(evaluationRuns.finishedAt))
  const [row] = await orm.update(evaluationRuns).set({ state: 'running' }).where(isOpen).returning()
  if (row === undefined) return
  const { clock, logger } = dependencies
  const context = { principal: systemPrincipal(tenantId, 'evaluation'), requestId: id, signal, clock }
  try {
    const result = await evaluate(dependencies, row, context)
    const finishedAt = new Date(clock.now())
    await orm
      .update(evaluationRuns)
      .set({ ...result, state: 'done', finishedAt })
      .where(place)
    report(logger, tenantId, id, result)
    await removeOld(dependencies, tenantId)
  } catch (error) {
    // Whoever stops, or has lost the job, leaves it to another.
    if (signal.aborted) throw error
    if (!isProblem(error) && attempt < MAXIMUM_DELIVERIES) throw error
    logger.warn({ err: error, tenant: tenantId, run: id }, 'an evaluation failed')
    const detail = isProblem(error)
      ? error.message
      : 'It could not be done; an administrator finds the reason in the log.'
    const finishedAt = new Date(clock.now())
    await orm.update(evaluationRuns).set({ state: 'failed', detail, finishedAt }).where(place)
  }
}

type RunRow = typeof evaluationRuns.$inferSelect

async function evaluate(dependencies: EvaluationDependencies, row: RunRow, context: CallContext) {
  const { database, probing, activeWording, models } = dependencies
  const { tenantId } = row
  const orm = database.forTenant(tenantId)
  const { cases, stale } = await readAcceptedCases(orm, tenantId)
  const wording = await activeWording(tenantId)
  const ask = createTrialAsker(dependencies, async () => wording)
  const groups = await allGroups(orm, tenantId)
  const answered = await askCases(cases, ask, { groups, context })
  const { asked, tokens } = await judgeCases(answered, cases, { models, signal: context.signal })
  const scores = asked.map(({ id, scores: of }) => ({ id, scores: of }))
  const before = await scoresBefore(database, row)
  const probed = await probe(dependencies, probing, cases, context)
  return {
    generation: asked[0]?.answer.generation ?? null,
    promptVersion: wording.version,
    questions: asked.length,
    stale,
    figures: { ...sumUp(asked), ...judgingTook(tokens) },
    changes: before === null ? null : [...compareRuns(before, scores)],
    scores,
    ...probed,
  }
}

/** Apart from what the answers took. */
function judgingTook(tokens: Tokens | null): Readonly<Record<string, number>> {
  if (tokens === null) return {}
  const { prompt, completion, costInMicros } = tokens
  return { judging_tokens: prompt + completion, judging_cost: costInMicros / 1_000_000 }
}

async function probe(
  dependencies: EvaluationDependencies,
  probing: AccessProbing,
  cases: readonly AcceptedCase[],
  context: CallContext,
) {
  const asked = await probeQuestions(dependencies, cases, context)
  try {
    const planted = await probing.probeAccess({}, context)
    return { probes: planted.probes + asked.probes, leaks: planted.leaks + asked.leaks, detail: null }
  } catch (error) {
    if (!isProblem(error)) throw error
    // What the questions say is worth having all the same.
    return { ...asked, detail: error.message }
  }
}

async function scoresBefore(database: Database, { tenantId, createdAt }: RunRow) {
  const [row] = await database
    .forTenant(tenantId)
    .select({ scores: evaluationRuns.scores })
    .from(evaluationRuns)
    .where(
      and(
        eq(evaluationRuns.tenantId, tenantId),
        eq(evaluationRuns.state, 'done'),
        lt(evaluationRuns.createdAt, createdAt),
      ),
    )
    .orderBy(desc(evaluationRuns.createdAt))
    .limit(1)
  return row?.scores ?? null
}

function report(
  logger: EvaluationDependencies['logger'],
  tenant: string,
  run: string,
  { leaks, changes, questions }: Awaited<ReturnType<typeof evaluate>>,
): void {
  const worse = losses(changes ?? []).map(({ measure }) => measure)
  if (leaks > 0) logger.error({ tenant, run, leaks }, 'invented people found documents that they may not read')
  if (worse.length > 0) logger.warn({ tenant, run, worse }, 'answers to the golden questions are worse than before')
  else logger.info({ tenant, run, questions }, 'the golden questions were asked')
}

async function removeOld({ database, clock }: EvaluationDependencies, tenantId: string): Promise<void> {
  const old = lt(evaluationRuns.createdAt, new Date(clock.now() - KEPT_IN_MS))
  await database
    .forTenant(tenantId)
    .delete(evaluationRuns)
    .where(and(eq(evaluationRuns.tenantId, tenantId), old))
}
