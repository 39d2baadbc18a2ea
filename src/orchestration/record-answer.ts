import { randomUUID } from 'node:crypto'
import type { AnswerEnvelope } from '../contracts/orchestration.ts'
import type { Database } from '../platform/database/database.ts'
import { answers } from '../platform/database/schema.ts'
import type { Budgets, Spent } from './budgets.ts'

/** One question asked and what became of it. */
export interface AnswerRecord {
  readonly id: string
  readonly tenantId: string
  readonly objectId: string
  readonly requestId: string
  readonly query: string
  readonly outcome: 'answered' | 'abstained' | 'failed' | 'cancelled'
  /** True when an answer of the last minutes was given again. */
  readonly reused: boolean
  readonly envelope: AnswerEnvelope | null
  readonly mode: 'extractive' | 'model'
  readonly model: string
  readonly promptTokens: number
  readonly completionTokens: number
  readonly durationInMs: number
}

export type AnswerRecorder = (record: AnswerRecord, spent: Spent) => Promise<void>

export interface AnswerRecorderDependencies {
  readonly database: Database
  readonly budgets: Pick<Budgets, 'settle'>
}

/**
 * Make the recorder that writes one row per question, and counts what the answer took in the same transaction. A repeated
 * request id gets a row of its own under a random id.
 */
export function createAnswerRecorder({ database, budgets }: AnswerRecorderDependencies): AnswerRecorder {
  return async (record, spent) => {
    const row = { ...record, confidence: record.envelope?.confidence ?? null }
    await database.forTenant(record.tenantId).transaction(async (transaction) => {
      const insert = () => transaction.insert(answers)
      const written = await insert().values(row).onConflictDoNothing().returning({ id: answers.id })
      if (written.length === 0) await insert().values({ ...row, id: randomUUID() })
      await budgets.settle(transaction, spent)
    })
  }
}
