import { createHash, randomUUID } from 'node:crypto'
import type { CallContext } from '../contracts/call-context.ts'
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
  readonly envelope: AnswerEnvelope | null
  readonly mode: 'extractive' | 'model'
  readonly model: string
  readonly promptTokens: number
  readonly completionTokens: number
  readonly durationInMs: number
}

export type AnswerRecorder = (record: AnswerRecord) => Promise<void>

/**
 * The id under which the answer to a call is kept: a version 8 UUID made from tenant, person and request id, so that the
 * route can name it before the answer exists and the answer itself carries nothing random.
 */
export function answerIdOf({ principal, requestId }: Pick<CallContext, 'principal' | 'requestId'>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([principal.tenant_id, principal.object_id, requestId]))
    .digest('hex')
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

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
