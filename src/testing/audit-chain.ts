import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { createBudgets } from '../orchestration/budgets.ts'
import { createAnswerRecorder } from '../orchestration/record-answer.ts'
import type { CheckDependencies } from '../orchestration/records/check-records.ts'
import { createRecordLinker } from '../platform/audit/link-records.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database } from '../platform/database/database.ts'
import { contextFor, type ManualClock } from './call-contexts.ts'
import { testSigner } from './record-signer.ts'

/** What checks, links and signs the records of a test. */
export function auditOf(database: Database): CheckDependencies & { readonly logger: ReturnType<typeof pino> } {
  return { database, signer: testSigner, copies: null, logger: pino({ enabled: false }) }
}

export interface Asked {
  readonly tenant_id: string
  readonly object_id: string
  readonly query: string
  readonly clock: ManualClock
}

/** Record a question that nothing was found for; returns the id of its answer. */
export async function recordQuestion(database: Database, { query, clock, ...who }: Asked): Promise<string> {
  clock.advance(1_000)
  const { principal } = contextFor(who)
  const budgets = createBudgets({ database, defaults: { userTokensPerDay: 0, tenantTokensPerDay: 0 } })
  const linker = { link: () => undefined }
  const record = createAnswerRecorder({ database, budgets, content: 'full', linker })
  const id = randomUUID()
  const asked = { id, tenantId: who.tenant_id, objectId: who.object_id, requestId: randomUUID(), query }
  const made = { mode: 'extractive', model: 'extractive', promptTokens: 7, completionTokens: 0, trace: null } as const
  const how = { outcome: 'abstained', reused: false, durationInMs: 12, standaloneQuestion: null } as const
  const rest = { conversationId: null, fallbackReason: null, sentencesDropped: 0, promptVersion: null, envelope: null }
  const tokens = { prompt: 7, completion: 0, costInMicros: 0 }
  await record({ ...asked, ...made, ...how, ...rest }, { principal, tokens, reservations: [], at: clock.now() })
  return id
}

/** Note that somebody read a document that somebody else may read too. */
export async function recordRead(database: Database, { clock, ...who }: Omit<Asked, 'query'>): Promise<void> {
  clock.advance(1_000)
  const detail = { version: 1, access: ['user:anna', 'user:bert'] }
  const act = { kind: 'document-read', object: `document:${randomUUID()}`, detail } as const
  await noteAct(database.forTenant(who.tenant_id), contextFor(who, { clock }), act)
}

/** Link what waits. */
export async function linkRecords(database: Database, tenantId: string): Promise<void> {
  const linker = createRecordLinker(auditOf(database))
  linker.link(tenantId)
  await linker.settled()
}
