import { and, desc, eq, gte, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import type { UnansweredQuery, UnansweredReport, UnansweredTopic } from '../../contracts/unanswered.ts'
import type { Analysers } from '../../language/analyser.ts'
import type { Database, Orm } from '../../platform/database/database.ts'
import { answerFeedback } from '../../platform/database/feedback-schema.ts'
import { answerSources, answers, documents } from '../../platform/database/schema.ts'
import { periodOf } from '../report-period.ts'
import { clusterQuestions } from './cluster-questions.ts'

const MOST_QUESTIONS = 2_000
const EXAMPLES = 3

export interface UnansweredDependencies {
  readonly database: Database
  readonly analysers: Pick<Analysers, 'analysePassage'>
}

/**
 * What was asked in vain: abstentions and answers that were called bad, put together by their words. Questions whose words are
 * not kept, or that were deleted, are not looked at.
 */
export async function findUnanswered(
  { database, analysers }: UnansweredDependencies,
  { limit, ...selection }: UnansweredQuery,
  { principal, clock }: CallContext,
): Promise<UnansweredReport> {
  const period = periodOf({ ...selection, by: 'day' }, clock.now())
  const orm = database.forTenant(principal.tenant_id)
  const rows = await readQuestions(orm, principal.tenant_id, period)
  const questions = rows.map((row) => Object.assign({ terms: new Set(analysers.analysePassage(row.query)) }, row))
  const clusters = clusterQuestions(questions).slice(0, limit)
  const nearest = await collectionsOf(orm, principal.tenant_id, clusters.flat())
  const topics = clusters.map((cluster) => topicOf(cluster, nearest))
  return { from: period.from.toISOString(), to: period.to.toISOString(), topics, looked_at: rows.length }
}

interface Question {
  readonly id: string
  readonly query: string
  readonly objectId: string
  readonly outcome: string
  readonly rating: 'up' | 'down' | null
  readonly createdAt: Date
}

/** The newest first. */
async function readQuestions(
  orm: Orm,
  tenantId: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly Question[]> {
  const { id, query, objectId, outcome, createdAt } = answers
  const said = and(eq(answerFeedback.tenantId, answers.tenantId), eq(answerFeedback.answerId, answers.id))
  return orm
    .select({ id, query, objectId, outcome, createdAt, rating: answerFeedback.rating })
    .from(answers)
    .leftJoin(answerFeedback, said)
    .where(
      and(
        eq(answers.tenantId, tenantId),
        gte(createdAt, from),
        lt(createdAt, to),
        isNull(answers.forgottenAt),
        ne(query, ''),
        or(eq(outcome, 'abstained'), eq(answerFeedback.rating, 'down')),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(MOST_QUESTIONS)
}

/** Collections of what each question cites, or of what came nearest to it. */
async function collectionsOf(
  orm: Orm,
  tenantId: string,
  questions: readonly Question[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (questions.length === 0) return new Map()
  const ids = questions.map(({ id }) => id)
  const rows = await orm
    .select({ id: answerSources.answerId, collection: sql<string>`${documents.collection}` })
    .from(answerSources)
    .innerJoin(documents, and(eq(documents.tenantId, tenantId), eq(documents.id, answerSources.documentId)))
    .where(
      and(
        eq(answerSources.tenantId, tenantId),
        inArray(answerSources.answerId, ids),
        isNull(documents.deletedAt),
        sql`${documents.collection} is not null`,
      ),
    )
  const byAnswer = Map.groupBy(rows, ({ id }) => id)
  return new Map([...byAnswer].map(([id, found]) => [id, found.map(({ collection }) => collection)]))
}

function topicOf(cluster: readonly Question[], nearest: ReadonlyMap<string, readonly string[]>): UnansweredTopic {
  const [newest] = cluster
  return {
    questions: cluster.length,
    people: new Set(cluster.map(({ objectId }) => objectId)).size,
    abstained: cluster.filter(({ outcome }) => outcome === 'abstained').length,
    rated_bad: cluster.filter(({ rating }) => rating === 'down').length,
    examples: [...new Set(cluster.map(({ query }) => query))].slice(0, EXAMPLES),
    collection: mostFrequent(cluster.flatMap(({ id }) => nearest.get(id) ?? [])),
    last_asked_at: (newest?.createdAt ?? new Date(0)).toISOString(),
  }
}

/** The name that stands there most often; of equals the first in the alphabet. */
function mostFrequent(names: readonly string[]): string | null {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, { length }]) => ({ name, length }))
  const [most] = counts.toSorted((a, b) => b.length - a.length || (a.name < b.name ? -1 : 1))
  return most?.name ?? null
}
