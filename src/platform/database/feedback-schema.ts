import { foreignKey, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { answers } from './answer-schema.ts'
import { instant } from './column-kinds.ts'

/** What whoever asked thinks of an answer; goes with it. */
export const answerFeedback = pgTable(
  'answer_feedback',
  {
    tenantId: text('tenant_id').notNull(),
    answerId: uuid('answer_id').notNull(),
    rating: text('rating', { enum: ['up', 'down'] }).notNull(),
    reason: text('reason', { enum: ['wrong', 'incomplete', 'outdated', 'bad-source', 'other'] }),
    /** Null where no words of questions and answers are kept. */
    text: text('text'),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.answerId] }),
    foreignKey({ columns: [table.tenantId, table.answerId], foreignColumns: [answers.tenantId, answers.id] }).onDelete(
      'cascade',
    ),
  ],
)
