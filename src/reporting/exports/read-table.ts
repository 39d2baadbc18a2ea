import { and, asc, count, eq, gt, gte, isNotNull, lt, or, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import type { ExportInput } from '../../contracts/report-exports.ts'
import type { ReportRow } from '../../contracts/reports.ts'
import type { Database } from '../../platform/database/database.ts'
import { answerFeedback } from '../../platform/database/feedback-schema.ts'
import { answers } from '../../platform/database/schema.ts'
import { periodOf } from '../report-period.ts'
import { checkReport, makeReport, type ReportsDependencies } from '../reports.ts'
import type { Table, TableColumn } from './table.ts'

const ROWS_PER_BATCH = 1_000

/** A table, and how many rows it has where that is known. */
export interface ReadTable extends Table {
  readonly rowsInAll: number | null
}

/** Open what is to be written into a file, for the caller. Throws like `checkReport`. */
export async function readTable(
  dependencies: ReportsDependencies,
  input: ExportInput,
  context: CallContext,
): Promise<ReadTable> {
  const { name, format: _, ...selection } = input
  const { from, to } = periodOf(selection, context.clock.now())
  const subtitle = `${from.toISOString()} to ${to.toISOString()}, ${selection.time_zone}, ${selection.of}`
  if (name === 'questions') return readQuestions(dependencies.database, { from, to, subtitle }, context)
  const { description } = checkReport(name, selection, context)
  const { by } = selection
  const key: TableColumn = { name: by, type: by === 'day' ? 'date' : 'text', description: `The ${by}.` }
  const columns = description.columns.map(({ name: column, description: says }) => ({
    name: column,
    type: 'number' as const,
    description: says,
  }))
  async function* batches(): AsyncGenerator<readonly ReportRow[]> {
    for (let cursor: string | undefined; ; ) {
      const page = { format: 'json', limit: ROWS_PER_BATCH, cursor } as const
      // Every page of the same period, however long it takes.
      const fixed = { ...selection, from: from.toISOString(), to: to.toISOString() }
      const { rows, next_cursor } = await makeReport(
        dependencies,
        { ...fixed, ...page, name: description.name },
        context,
      )
      yield rows
      if (next_cursor === null) return
      cursor = next_cursor
    }
  }
  return { title: description.title, subtitle, columns: [key, ...columns], batches: batches(), rowsInAll: null }
}

const QUESTION_COLUMNS: readonly TableColumn[] = [
  { name: 'asked_at', type: 'moment', description: 'When the answer was recorded (UTC).' },
  { name: 'id', type: 'text', description: 'Id of the answer.' },
  { name: 'user', type: 'text', description: 'Who asked.' },
  { name: 'question', type: 'text', description: 'Nothing where no words are kept, or they were deleted.' },
  { name: 'outcome', type: 'text', description: 'answered, abstained, failed or cancelled.' },
  { name: 'confidence', type: 'number', description: 'From 0 to 1.' },
  { name: 'model', type: 'text', description: 'What wrote the answer.' },
  { name: 'prompt_tokens', type: 'number', description: 'Tokens that the model read.' },
  { name: 'completion_tokens', type: 'number', description: 'Tokens that the model wrote.' },
  { name: 'duration_in_ms', type: 'number', description: 'How long it took.' },
  { name: 'rating', type: 'text', description: 'up or down.' },
  { name: 'reason', type: 'text', description: 'Why it was called bad.' },
  { name: 'feedback', type: 'text', description: 'What was said of it, where words are kept.' },
]

interface QuestionPeriod {
  readonly from: Date
  readonly to: Date
  readonly subtitle: string
}

async function readQuestions(
  database: Database,
  { from, to, subtitle }: QuestionPeriod,
  { principal }: CallContext,
): Promise<ReadTable> {
  const orm = database.forTenant(principal.tenant_id)
  const within = and(eq(answers.tenantId, principal.tenant_id), gte(answers.createdAt, from), lt(answers.createdAt, to))
  const [counted] = await orm.select({ rows: count() }).from(answers).where(within)
  async function* batches(): AsyncGenerator<readonly ReportRow[]> {
    for (let last: { readonly at: Date; readonly id: string } | null = null; ; ) {
      const after: ReturnType<typeof or> =
        last === null
          ? undefined
          : or(gt(answers.createdAt, last.at), and(eq(answers.createdAt, last.at), gt(answers.id, last.id)))
      const rows = await orm
        .select({
          asked_at: answers.createdAt,
          id: answers.id,
          user: answers.objectId,
          question: sql<string | null>`case when ${isNotNull(answers.forgottenAt)} then null else ${answers.query} end`,
          outcome: answers.outcome,
          confidence: answers.confidence,
          model: answers.model,
          prompt_tokens: answers.promptTokens,
          completion_tokens: answers.completionTokens,
          duration_in_ms: answers.durationInMs,
          rating: answerFeedback.rating,
          reason: answerFeedback.reason,
          feedback: answerFeedback.text,
        })
        .from(answers)
        .leftJoin(
          answerFeedback,
          and(eq(answerFeedback.tenantId, answers.tenantId), eq(answerFeedback.answerId, answers.id)),
        )
        .where(and(within, after))
        .orderBy(asc(answers.createdAt), asc(answers.id))
        .limit(ROWS_PER_BATCH)
      yield rows.map((row) => Object.assign({}, row, { asked_at: row.asked_at.toISOString() }))
      const end = rows.at(-1)
      if (end === undefined || rows.length < ROWS_PER_BATCH) return
      last = { at: end.asked_at, id: end.id }
    }
  }
  const rowsInAll = counted?.rows ?? 0
  return { title: 'Questions', subtitle, columns: QUESTION_COLUMNS, batches: batches(), rowsInAll }
}
