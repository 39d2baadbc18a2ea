import { foreignKey, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { answers } from './answer-schema.ts'
import { instant } from './column-kinds.ts'

/** Links under which whoever asked shows an answer to colleagues; at most one for each answer. */
export const answerShares = pgTable(
  'answer_shares',
  {
    tenantId: text('tenant_id').notNull(),
    /** What the link carries; drawn at random. */
    id: uuid('id').notNull(),
    answerId: uuid('answer_id').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('answer_shares_of_answer').on(table.tenantId, table.answerId),
    foreignKey({ columns: [table.tenantId, table.answerId], foreignColumns: [answers.tenantId, answers.id] }).onDelete(
      'cascade',
    ),
  ],
)
