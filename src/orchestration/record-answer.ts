import { randomUUID } from 'node:crypto'
import type { AnswerEnvelope } from '../contracts/orchestration.ts'
import type { Database } from '../platform/database/database.ts'
import { answers } from '../platform/database/schema.ts'

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

export type AnswerRecorder = (record: AnswerRecord) => Promise<void>

/** Make the recorder that writes one row per question. A repeated request id gets a row of its own under a random id. */
export function createAnswerRecorder({ database }: { readonly database: Database }): AnswerRecorder {
  return async (record) => {
    const row = { ...record, confidence: record.envelope?.confidence ?? null }
    const written = await database
      .forTenant(record.tenantId)
      .insert(answers)
      .values(row)
      .onConflictDoNothing()
      .returning({ id: answers.id })
    if (written.length === 0)
      await database
        .forTenant(record.tenantId)
        .insert(answers)
        .values({ ...row, id: randomUUID() })
  }
}
