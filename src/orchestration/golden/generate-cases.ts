import { and, arrayOverlaps, eq, isNull, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { GoldenGenerate, GoldenGenerated } from '../../contracts/golden-cases.ts'
import { accessEntriesOf } from '../../contracts/principal.ts'
import type { ChatModel } from '../../platform/chat-model/chat-model.ts'
import type { Database } from '../../platform/database/database.ts'
import { goldenEvidence } from '../../platform/database/evaluation-schema.ts'
import { documents, passages } from '../../platform/database/schema.ts'
import type { ModelChain } from '../model-chain.ts'
import { questionByModel } from './question-by-model.ts'
import { type PassageToAsk, questionByRules } from './question-by-rules.ts'
import { insertCase } from './write-cases.ts'

/** Of so many passages hardly each makes a question. */
const PASSAGES_PER_QUESTION = 8
/** Less says too little to ask about. */
const SHORTEST_PASSAGE = 120

export interface GenerateDependencies {
  readonly database: Database
  readonly models: ModelChain
}

interface Candidate extends PassageToAsk {
  readonly documentId: string
  readonly textHash: string
}

/**
 * Propose questions from passages of documents that the caller may read, from as many documents as there are; somebody has to
 * review them. Throws `not-allowed-now` when a model is asked for and there is none.
 */
export async function generateCases(
  { database, models }: GenerateDependencies,
  { count, by }: GoldenGenerate,
  context: CallContext,
): Promise<GoldenGenerated> {
  const model = models.find(({ mode }) => mode === 'model') ?? null
  if (by === 'model' && model === null)
    throw problem('not-allowed-now', 'No language model is configured; leave "by" out, and rules write the questions.')
  const writer = by === 'rules' ? null : model
  let proposed = 0
  for (const candidate of await candidatesFor(database, count, context)) {
    if (proposed === count) break
    context.signal.throwIfAborted()
    if (await propose(database, candidate, writer, context)) proposed += 1
  }
  return { proposed, by: writer === null ? 'rules' : 'model' }
}

async function propose(
  database: Database,
  { documentId, textHash, ...passage }: Candidate,
  writer: ChatModel | null,
  context: CallContext,
): Promise<boolean> {
  const written = writer === null ? questionByRules(passage) : await questionByModel(writer, passage, context.signal)
  if (written === null) return false
  const origin = writer === null ? 'rules' : 'model'
  const fresh = { ...written, labels: [{ documentId, textHash }], origin } as const
  const orm = database.forTenant(context.principal.tenant_id)
  return (await orm.transaction((tx) => insertCase(tx, fresh, 'proposed', context))) !== null
}

/** Passages that no golden question rests on yet: first one of each document, then a second one; always in the same order. */
async function candidatesFor(database: Database, count: number, { principal }: CallContext): Promise<Candidate[]> {
  const tenantId = principal.tenant_id
  const place = sql<number>`row_number() over (partition by ${passages.documentId} order by md5(${passages.textHash}))`
  const isAsked = sql`exists (select from ${goldenEvidence} e where e.tenant_id = ${passages.tenantId}
    and e.document_id = ${passages.documentId} and e.text_hash in (${passages.textHash}, ''))`
  const isCurrent = and(
    eq(passages.tenantId, documents.tenantId),
    eq(passages.documentId, documents.id),
    eq(passages.version, documents.currentVersion),
  )
  return database
    .forTenant(tenantId)
    .select({
      documentId: passages.documentId,
      textHash: passages.textHash,
      title: documents.title,
      heading: passages.heading,
      text: passages.text,
    })
    .from(documents)
    .innerJoin(passages, isCurrent)
    .where(
      and(
        eq(documents.tenantId, tenantId),
        isNull(documents.deletedAt),
        arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
        eq(passages.suspicious, false),
        sql`length(${passages.text}) >= ${SHORTEST_PASSAGE}`,
        sql`not ${isAsked}`,
      ),
    )
    .orderBy(place, sql`md5(${passages.textHash})`)
    .limit(count * PASSAGES_PER_QUESTION)
}
