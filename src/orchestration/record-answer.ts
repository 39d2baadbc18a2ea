import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { KeptAnswer } from '../contracts/answers.ts'
import type { AnswerEnvelope } from '../contracts/orchestration.ts'
import { withoutSources } from '../contracts/without-sources.ts'
import { createPeopleHider } from '../platform/audit/hide-people.ts'
import type { RecordLinker } from '../platform/audit/link-records.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { auditRecords } from '../platform/database/record-schema.ts'
import { answerSources, answers, conversations, documents } from '../platform/database/schema.ts'
import { forgetReadings } from '../platform/kept-answers/forget-readings.ts'
import { FORGOTTEN } from '../platform/kept-answers/forget-rows.ts'
import { noteUsage } from '../platform/usage-events/note-usage.ts'
import type { Budgets, Spent } from './budgets.ts'
import { type AnswerTrace, writeEntry } from './records/write-entry.ts'
import { usageEventOf } from './usage-event.ts'

/** So many that nobody tries them all. */
const SALT_BYTES = 16

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
  /** Null outside of a conversation. */
  readonly conversationId: string | null
  /** How a follow-up was read; null for a question that stood for itself. */
  readonly standaloneQuestion: string | null
  /** Why another model answered than the one configured. */
  readonly fallbackReason: string | null
  readonly sentencesDropped: number
  /** Null where no prompt was written. */
  readonly promptVersion: string | null
  /** Null for an answer that was given again. */
  readonly trace: AnswerTrace | null
}

export type AnswerRecorder = (record: AnswerRecord, spent: Spent) => Promise<void>

export interface AnswerRecorderDependencies {
  readonly database: Database
  readonly budgets: Pick<Budgets, 'settle'>
  /** "hashes" keeps no word of questions and answers. */
  readonly content: 'full' | 'hashes'
  readonly linker: Pick<RecordLinker, 'link'>
}

/**
 * Make the recorder that writes one row per question, what its answer rests on and what happened with it, and counts what the
 * answer took in the same transaction. The chain of records is linked afterwards. A repeated request id gets a row of its own under a random id.
 */
export function createAnswerRecorder(dependencies: AnswerRecorderDependencies): AnswerRecorder {
  const { database, budgets, content, linker } = dependencies
  return async (record, spent) => {
    const { tenantId, objectId, envelope } = record
    const { principal, tokens } = spent
    const salt = randomBytes(SALT_BYTES).toString('base64url')
    const at = new Date(spent.at)
    const whole = { ...rowOf(record), salt, envelope: kept(envelope), createdAt: at }
    let sources = envelope === null ? [] : sourcesOf(envelope)
    const id = await database.forTenant(tenantId).transaction(async (tx) => {
      const isKept = (await noteInConversation(tx, record, at)) && content === 'full'
      const row = isKept ? whole : { ...whole, ...FORGOTTEN, forgottenAt: at }
      if (!isKept) sources = []
      const insert = () => tx.insert(answers)
      const [written] = await insert().values(row).onConflictDoNothing().returning({ id: answers.id })
      const answerId = written?.id ?? randomUUID()
      if (written === undefined) await insert().values({ ...row, id: answerId })
      if (sources.length > 0)
        await tx.insert(answerSources).values(sources.map((source) => ({ tenantId, answerId, ...source })))
      const { hide, people } = createPeopleHider()
      const asked = { record: { ...record, id: answerId }, principal, person: hide(objectId), tokens, salt, at }
      const entry = JSON.stringify(writeEntry(asked))
      await tx.insert(auditRecords).values({ tenantId, id: answerId, objectId, people: people(), at, entry })
      await noteUsage(tx, await usageEventOf(tx, { ...record, id: answerId }, spent))
      await budgets.settle(tx, spent)
      return answerId
    })
    linker.link(tenantId)
    // A purge that began before the commit has not seen this answer: whoever writes last looks again after writing.
    await forgetDeletedSources(database, { tenantId, id, sources })
  }
}

function rowOf(record: AnswerRecord) {
  const { id, tenantId, objectId, requestId, query, outcome, reused, mode, model } = record
  const { promptTokens, completionTokens, durationInMs, conversationId, standaloneQuestion, envelope } = record
  const asked = { id, tenantId, objectId, requestId, query, conversationId, standaloneQuestion }
  const answered = { outcome, reused, mode, model, promptTokens, completionTokens, durationInMs }
  return { ...asked, ...answered, confidence: envelope?.confidence ?? null }
}

/** False for an answer to a conversation that was deleted while it was made: nothing of it may be kept. */
async function noteInConversation(
  tx: Transaction,
  { tenantId, conversationId }: Pick<AnswerRecord, 'tenantId' | 'conversationId'>,
  at: Date,
): Promise<boolean> {
  if (conversationId === null) return true
  const row = and(eq(conversations.tenantId, tenantId), eq(conversations.id, conversationId))
  const noted = await tx.update(conversations).set({ updatedAt: at }).where(row).returning({ id: conversations.id })
  return noted.length > 0
}

/** How the question was read is not kept with the answer: it may name a document, and would outlive it. */
function kept(envelope: AnswerEnvelope | null): Omit<AnswerEnvelope, 'understood' | 'standalone_question'> | null {
  if (envelope === null) return null
  const { understood: _, standalone_question: __, ...rest } = envelope
  return rest
}

type Source = Pick<typeof answerSources.$inferInsert, 'documentId' | 'version'>

/** The versions that an answer cites, or shows passages of, each once. */
function sourcesOf({ citations, nearest_passages }: AnswerEnvelope): readonly Source[] {
  const sources = [...citations, ...nearest_passages].map(({ document_id: documentId, version }) => ({
    documentId,
    version,
  }))
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()]
}

interface Written {
  readonly tenantId: string
  readonly id: string
  readonly sources: readonly Source[]
}

async function forgetDeletedSources(database: Database, { tenantId, id, sources }: Written): Promise<void> {
  if (sources.length === 0) return
  const orm = database.forTenant(tenantId)
  const cited = inArray(
    documents.id,
    sources.map(({ documentId }) => documentId),
  )
  const rows = await orm
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.tenantId, tenantId), cited, isNotNull(documents.deletedAt)))
  if (rows.length === 0) return
  const deleted = new Set(rows.map((row) => row.id))
  const row = and(eq(answers.tenantId, tenantId), eq(answers.id, id), isNotNull(answers.envelope))
  await orm.transaction(async (tx) => {
    const [found] = await tx.select({ envelope: answers.envelope }).from(answers).where(row).for('update')
    if (found === undefined) return
    const envelope = withoutSources(KeptAnswer.parse(found.envelope), (documentId) => deleted.has(documentId))
    await tx.update(answers).set({ envelope }).where(row)
    await forgetReadings(tx, tenantId, [id])
  })
}
