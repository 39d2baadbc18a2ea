import { and, eq } from 'drizzle-orm'
import { type ExplainedAnswer, RecordEntry } from '../../contracts/answer-records.ts'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import { hasRole } from '../../contracts/principal.ts'
import { recordHash } from '../../platform/audit/record-hash.ts'
import type { Database } from '../../platform/database/database.ts'
import { auditRecords } from '../../platform/database/record-schema.ts'
import { readFeedback } from '../feedback/read-feedback.ts'
import { sourceStates } from '../source-states.ts'

/**
 * The record of an answer, for whoever asked and for administrators. Documents that the reader may not read are not named.
 * Throws `not-found` for everybody else, and for what is not there.
 */
export async function explainAnswer(
  database: Database,
  id: string,
  { principal }: CallContext,
): Promise<ExplainedAnswer> {
  const [row] = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(auditRecords)
    .where(
      and(eq(auditRecords.tenantId, principal.tenant_id), eq(auditRecords.id, id), eq(auditRecords.kind, 'question')),
    )
  if (row === undefined || !(row.objectId === principal.object_id || hasRole(principal, 'Admin')))
    throw problem('not-found', 'Check the id; it must be of a question that you asked.')
  const entry = RecordEntry.parse(JSON.parse(row.entry))
  const named = [...entry.passages, ...entry.citations].map(({ document_id }) => document_id)
  const stateOf = await sourceStates(database, named, principal)
  const isGone = (document_id: string) => stateOf({ document_id, version: 0 }) === 'deleted'
  const gone = { source_state: 'deleted' } as const
  const record = {
    ...entry,
    principal: { ...entry.principal, object_id: row.objectId },
    passages: entry.passages.map((passage) => (isGone(passage.document_id) ? gone : passage)),
    citations: entry.citations.map((each) =>
      isGone(each.document_id) ? Object.assign({ number: each.number }, gone) : each,
    ),
  }
  const said = (await readFeedback(database, principal.tenant_id, [id])).get(id)
  const feedback = said === undefined ? null : { rating: said.rating, reason: said.reason, at: said.at }
  return { record, chain: chainOf(row), feedback }
}

function chainOf({ sequence, previousHash, hash, entry }: typeof auditRecords.$inferSelect): ExplainedAnswer['chain'] {
  if (sequence === null || previousHash === null || hash === null) return null
  const intact = hash === recordHash({ previousHash, sequence, entry })
  return { sequence, previous_hash: previousHash, hash, intact }
}
