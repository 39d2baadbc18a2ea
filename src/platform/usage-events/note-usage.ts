import { and, eq } from 'drizzle-orm'
import type { FeedbackReason } from '../../contracts/feedback.ts'
import type { Transaction } from '../database/database.ts'
import { usageEvents, usageMarks } from '../database/usage-schema.ts'
import { startOf } from './grains.ts'

export type UsageEvent = typeof usageEvents.$inferInsert

/** Write down what a question took, and that the roll-ups of its hour are out of date. One that is there already stays. */
export async function noteUsage(tx: Transaction, event: UsageEvent): Promise<void> {
  const noted = await tx.insert(usageEvents).values(event).onConflictDoNothing().returning({ at: usageEvents.at })
  for (const { at } of noted) await mark(tx, event.tenantId, at)
}

export interface Rated {
  readonly tenantId: string
  /** Of the answer. */
  readonly id: string
  readonly rating: 'up' | 'down'
  readonly reason: FeedbackReason | null
}

/** Write down what somebody thinks of an answer, instead of what they thought before. */
export async function noteRating(tx: Transaction, { tenantId, id, rating, reason }: Rated): Promise<void> {
  const rated = await tx
    .update(usageEvents)
    .set({ rating, reason })
    .where(and(eq(usageEvents.tenantId, tenantId), eq(usageEvents.id, id)))
    .returning({ at: usageEvents.at })
  for (const { at } of rated) await mark(tx, tenantId, at)
}

async function mark(tx: Transaction, tenantId: string, at: Date): Promise<void> {
  await tx.insert(usageMarks).values({ tenantId, grain: 'hour', start: startOf('hour', at) })
}
