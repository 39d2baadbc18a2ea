import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import type { GoldenQuestion } from '../../contracts/index-generations.ts'
import { type Principal, systemPrincipal } from '../../contracts/principal.ts'
import type { Database, Orm } from '../../platform/database/database.ts'
import { answerSources, answers, type ComparisonRow, documents } from '../../platform/database/schema.ts'
import type { EmbeddingModel } from '../../platform/embedding-model/embedding-model.ts'
import { findActiveGeneration, fits, type OwnGeneration } from '../../platform/index-generations/active-generation.ts'
import type { ModelCheck } from '../../platform/index-generations/model-check.ts'

/** Questions of people that a new generation is tried on: the last different ones. */
const MOST_QUESTIONS = 50
/** Among how many answers they are looked for. */
const ANSWERS_LOOKED_AT = 500
/** People whose documents are in groups that nobody else is in are few; a filter of more is slow. */
const MOST_GROUPS = 200
/** So much of what was found before must be found again. Another model finds other passages, but not that many. */
const LEAST_OVERLAP = 0.6
/** Of fifty golden questions not even one more may be lost. */
const LARGEST_LOSS = 0.02
const DEPTH = 5

/** What a question finds in one generation of the index, best first. */
export type GenerationSearch = (
  generation: string,
  query: string,
  context: CallContext,
) => Promise<readonly FoundPassage[]>

export interface FoundPassage {
  readonly passageId: string
  readonly documentId: string
  readonly externalId: string
}

export interface CompareDependencies extends Omit<OwnGeneration, 'embedder'> {
  readonly embedder: EmbeddingModel
  readonly database: Database
  readonly search: GenerationSearch
  readonly modelCheck?: ModelCheck
}

/**
 * Try a generation on the questions that people asked last, and on those that were given, beside the active one. Each is asked
 * as whoever asked it, with all groups of the organisation. An active generation of another embedding model cannot be asked
 * here; then what the recorded answers cite has to be found again.
 */
export async function compareGenerations(
  dependencies: CompareDependencies,
  candidate: string,
  golden: readonly GoldenQuestion[],
  context: CallContext,
): Promise<ComparisonRow> {
  const { tenant_id: tenantId } = context.principal
  const orm = dependencies.database.forTenant(tenantId)
  const row = await findActiveGeneration(orm, tenantId)
  const isUsable =
    row !== null &&
    fits(row, dependencies) &&
    (await dependencies.modelCheck?.({ tenantId, generation: row.id })) !== 'changed'
  const active = isUsable ? row.id : null
  const groups = await groupsOf(orm, tenantId)
  const find = async (generation: string, query: string, objectId: string) => {
    const principal: Principal = { ...systemPrincipal(tenantId, objectId), group_ids: [...groups] }
    return (await dependencies.search(generation, query, { ...context, principal })).slice(0, DEPTH)
  }
  const overlaps: number[] = []
  for (const { id, query, objectId } of await lastQuestions(orm, tenantId)) {
    const found = await find(candidate, query, objectId)
    const wanted = active === null ? await citedBy(orm, tenantId, id) : await find(active, query, objectId)
    const key = ({ passageId, documentId }: Pick<FoundPassage, 'passageId' | 'documentId'>) =>
      active === null ? documentId : passageId
    const keys = new Set(found.map(key))
    if (wanted.length > 0) overlaps.push(wanted.filter((one) => keys.has(key(one))).length / wanted.length)
  }
  const hits = (generation: string) => hitRate(golden, (query) => find(generation, query, context.principal.object_id))
  return {
    questions: overlaps.length,
    reference: active === null ? 'citations' : 'active',
    overlapAt5: overlaps.length === 0 ? null : meanOf(overlaps),
    golden:
      golden.length === 0
        ? null
        : {
            questions: golden.length,
            activeHitAt5: active === null ? null : await hits(active),
            hitAt5: await hits(candidate),
          },
  }
}

/** What speaks against making a generation active, as a sentence; null when nothing does. */
export function objectionTo({ questions, overlapAt5, golden }: ComparisonRow): string | null {
  if (golden !== null && golden.activeHitAt5 !== null && golden.hitAt5 < golden.activeHitAt5 - LARGEST_LOSS)
    return `It finds a right document for ${percent(golden.hitAt5)} of the given questions, the active one for ${percent(golden.activeHitAt5)}.`
  if (overlapAt5 !== null && overlapAt5 < LEAST_OVERLAP)
    return `On the last ${questions} questions of people it finds only ${percent(overlapAt5)} of what was found before (at least ${percent(LEAST_OVERLAP)} is asked).`
  return null
}

async function hitRate(
  golden: readonly GoldenQuestion[],
  find: (query: string) => Promise<readonly FoundPassage[]>,
): Promise<number> {
  const hits: number[] = []
  for (const { query, documents: right } of golden) {
    const found = await find(query)
    hits.push(found.some(({ externalId }) => right.includes(externalId)) ? 1 : 0)
  }
  return meanOf(hits)
}

async function lastQuestions(orm: Orm, tenantId: string) {
  const rows = await orm
    .select({ id: answers.id, query: answers.query, objectId: answers.objectId })
    .from(answers)
    .where(and(eq(answers.tenantId, tenantId), isNull(answers.forgottenAt), eq(answers.outcome, 'answered')))
    .orderBy(desc(answers.createdAt), desc(answers.id))
    .limit(ANSWERS_LOOKED_AT)
  const different = new Map(rows.toReversed().map((row) => [row.query.trim().toLowerCase(), row]))
  return [...different.values()].toReversed().slice(0, MOST_QUESTIONS)
}

/** Documents that an answer cites and that are still there. */
async function citedBy(orm: Orm, tenantId: string, answerId: string): Promise<readonly FoundPassage[]> {
  const ids = orm
    .select({ id: answerSources.documentId })
    .from(answerSources)
    .where(and(eq(answerSources.tenantId, tenantId), eq(answerSources.answerId, answerId)))
  const rows = await orm
    .select({ documentId: documents.id, externalId: documents.externalId })
    .from(documents)
    .where(and(eq(documents.tenantId, tenantId), isNull(documents.deletedAt), inArray(documents.id, ids)))
  return rows.map(({ documentId, externalId }) => ({ passageId: '', documentId, externalId }))
}

/** The groups on the access lists of the organisation, those with the most documents first. */
async function groupsOf(orm: Orm, tenantId: string): Promise<readonly string[]> {
  const entries = sql<string>`unnest(${documents.access})`.as('entry')
  const all = orm.select({ entry: entries }).from(documents).where(eq(documents.tenantId, tenantId)).as('all_entries')
  const rows = await orm
    .select({ entry: all.entry })
    .from(all)
    .where(sql`${all.entry} like 'group:%'`)
    .groupBy(all.entry)
    .orderBy(sql`count(*) desc`)
    .limit(MOST_GROUPS)
  return rows.map(({ entry }) => entry.slice('group:'.length))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
