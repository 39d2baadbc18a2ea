import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import type { GoldenQuestion } from '../../contracts/index-generations.ts'
import { type Principal, systemPrincipal } from '../../contracts/principal.ts'
import type { Database, Orm } from '../../platform/database/database.ts'
import { answerSources, answers, type ComparisonRow, documents } from '../../platform/database/schema.ts'
import type { EmbeddingModel } from '../../platform/embedding-model/embedding-model.ts'
import { readAcceptedCases } from '../../platform/golden-cases/accepted-cases.ts'
import { allGroups } from '../../platform/golden-cases/all-groups.ts'
import { findActiveGeneration, fits, type OwnGeneration } from '../../platform/index-generations/active-generation.ts'
import type { ModelCheck } from '../../platform/index-generations/model-check.ts'

/** Questions of people that a new generation is tried on: the last different ones. */
const MOST_QUESTIONS = 50
/** Among how many answers they are looked for. */
const ANSWERS_LOOKED_AT = 500
/** So much of what was found before must be found again. Another model finds other passages, but not that many. */
const LEAST_OVERLAP = 0.6
/** Of fifty golden questions not even one more may be lost. */
const LARGEST_LOSS = 0.02
/** Whoever makes a generation active waits for them: some tens of milliseconds each, twice. */
const MOST_GOLDEN = 300
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
 * Try a generation on the questions that people asked last, on the golden ones and on those that were given, beside the active one. Each is asked
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
  const groups = await allGroups(orm, tenantId)
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
  const known = [...givenQuestions(golden, context.principal.object_id), ...(await keptQuestions(orm, tenantId))]
  return {
    questions: overlaps.length,
    reference: active === null ? 'citations' : 'active',
    overlapAt5: overlaps.length === 0 ? null : meanOf(overlaps),
    golden: known.length === 0 ? null : await compareOnKnown(known, find, { candidate, active }),
  }
}

async function compareOnKnown(
  known: readonly KnownQuestion[],
  find: (generation: string, query: string, objectId: string) => Promise<readonly FoundPassage[]>,
  { candidate, active }: { readonly candidate: string; readonly active: string | null },
): Promise<ComparisonRow['golden']> {
  const places = async (generation: string): Promise<readonly number[]> => {
    const all: number[] = []
    for (const { query, askedAs, isRight } of known)
      all.push((await find(generation, query, askedAs)).findIndex(isRight))
    return all
  }
  const now = await places(candidate)
  const before = active === null ? null : await places(active)
  return {
    questions: known.length,
    activeHitAt5: before === null ? null : hitAt5(before),
    hitAt5: hitAt5(now),
    activeMrrAt5: before === null ? null : mrrAt5(before),
    mrrAt5: mrrAt5(now),
  }
}

/** Share of the questions with a right place, and mean of one over it. A place is -1 where there is none. */
const hitAt5 = (places: readonly number[]) => meanOf(places.map((place) => (place === -1 ? 0 : 1)))
const mrrAt5 = (places: readonly number[]) => meanOf(places.map((place) => (place === -1 ? 0 : 1 / (place + 1))))

/** A question of which is known what is to be found. */
interface KnownQuestion {
  readonly query: string
  /** Object id of the person with whose rights it is asked. */
  readonly askedAs: string
  readonly isRight: (found: FoundPassage) => boolean
}

/** Questions that came along: any passage of a right document will do. */
function givenQuestions(golden: readonly GoldenQuestion[], askedAs: string): KnownQuestion[] {
  return golden.map(({ query, documents: right }) => ({
    query,
    askedAs,
    isRight: ({ externalId }) => right.includes(externalId),
  }))
}

/** The accepted golden questions that have evidence: one of its passages has to be found. */
async function keptQuestions(orm: Orm, tenantId: string): Promise<KnownQuestion[]> {
  const { cases } = await readAcceptedCases(orm, tenantId, MOST_GOLDEN)
  return cases
    .filter(({ evidence }) => evidence.length > 0)
    .map(({ question, askedAs, evidence }) => {
      const right = new Set(evidence.flat())
      return { query: question, askedAs, isRight: ({ passageId }) => right.has(passageId) }
    })
}

function objectionOnKnown({
  questions,
  hitAt5: hits,
  activeHitAt5,
  mrrAt5: rank,
  activeMrrAt5,
}: NonNullable<ComparisonRow['golden']>): string | null {
  if (activeHitAt5 !== null && hits < activeHitAt5 - LARGEST_LOSS)
    return `It finds what is right for ${percent(hits)} of ${questions} golden questions, the active one for ${percent(activeHitAt5)}.`
  if (rank !== undefined && typeof activeMrrAt5 === 'number' && rank < activeMrrAt5 - LARGEST_LOSS)
    return `On ${questions} golden questions it finds what is right further down: mean reciprocal rank ${rank.toFixed(2)}, of the active one ${activeMrrAt5.toFixed(2)}.`
  return null
}

/** What speaks against making a generation active, as a sentence; null when nothing does. */
export function objectionTo({ questions, overlapAt5, golden }: ComparisonRow): string | null {
  const onKnown = golden === null ? null : objectionOnKnown(golden)
  if (onKnown !== null) return onKnown
  if (overlapAt5 !== null && overlapAt5 < LEAST_OVERLAP)
    return `On the last ${questions} questions of people it finds only ${percent(overlapAt5)} of what was found before (at least ${percent(LEAST_OVERLAP)} is asked).`
  return null
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

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
