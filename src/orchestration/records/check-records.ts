import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import { RecordEntry, type RecordsReport } from '../../contracts/answer-records.ts'
import { KeptAnswer } from '../../contracts/answers.ts'
import { REMOVED_SENTENCE } from '../../contracts/removed-sentence.ts'
import type { Database } from '../../platform/database/database.ts'
import { answerRecords, recordCheckpoints } from '../../platform/database/record-schema.ts'
import { answers } from '../../platform/database/schema.ts'
import { type Head, headOf } from './link-records.ts'
import { NO_RECORD, recordHash, saltedHash } from './record-hash.ts'

const PAGE = 500

type Broken = NonNullable<RecordsReport['broken']>
type LinkedRecord = Pick<typeof answerRecords.$inferSelect, 'id' | 'entry' | 'previousHash' | 'hash'> & {
  readonly sequence: number
}

/**
 * Follow the chain of a tenant from the oldest record that is kept to the newest, and compare what is still kept of questions
 * and answers with it. Reads page by page; records that are added meanwhile are left for the next look.
 */
export async function checkRecords(database: Database, tenantId: string): Promise<RecordsReport> {
  const orm = database.forTenant(tenantId)
  const head = await headOf(orm, tenantId)
  const checkpoints = await checkpointsOf(database, tenantId)
  const unlinked = await orm.$count(
    answerRecords,
    and(eq(answerRecords.tenantId, tenantId), isNull(answerRecords.sequence)),
  )
  let [records, first, last]: [number, number | null, Head | null] = [0, null, null]
  const report = (broken: Broken | null): RecordsReport => ({
    records,
    unlinked,
    first_sequence: first,
    head: head.sequence === 0 ? null : head,
    broken,
  })
  for await (const page of pagesOf(database, tenantId, head.sequence)) {
    const contents = await contentsOf(database, tenantId, page)
    for (const record of page) {
      const before: Head | null = last ?? startOf(record.sequence, checkpoints)
      first ??= record.sequence
      const reason = breakIn(record, before, {
        checkpoint: checkpoints.get(record.sequence),
        content: contents.get(record.id),
      })
      if (reason !== null) return report({ reason, sequence: record.sequence, answer_id: record.id })
      records += 1
      last = { sequence: record.sequence, hash: record.hash ?? '' }
    }
  }
  const missing = [...checkpoints.keys()].find((sequence) => sequence > (last?.sequence ?? sequence))
  if (missing !== undefined) return report({ reason: 'record-missing', sequence: missing, answer_id: null })
  return report(await unrecordedAnswer(database, tenantId))
}

/** What a record must follow: nothing at the beginning, a checkpoint where earlier ones were pruned. */
function startOf(sequence: number, checkpoints: ReadonlyMap<number, string>): Head | null {
  if (sequence === 1) return { sequence: 0, hash: NO_RECORD }
  const hash = checkpoints.get(sequence - 1)
  return hash === undefined ? null : { sequence: sequence - 1, hash }
}

interface Beside {
  readonly checkpoint: string | undefined
  readonly content: KeptContent | undefined
}

function breakIn(record: LinkedRecord, before: Head | null, { checkpoint, content }: Beside): Broken['reason'] | null {
  const { sequence, entry, previousHash, hash } = record
  if (before === null || sequence !== before.sequence + 1) return 'record-missing'
  const isSame = previousHash === before.hash && hash === recordHash({ previousHash, sequence, entry })
  if (!isSame) return 'record-changed'
  if (checkpoint !== undefined && checkpoint !== hash) return 'checkpoint-changed'
  const parsed = RecordEntry.safeParse(JSON.parse(entry))
  if (!parsed.success) return 'record-changed'
  return content === undefined || isAsRecorded(content, parsed.data) ? null : 'content-changed'
}

interface KeptContent {
  readonly query: string
  readonly salt: string
  readonly envelope: unknown
}

/** Words may be removed, with their document or by whoever asked; what is there must be what was recorded. */
function isAsRecorded({ query, salt, envelope }: KeptContent, entry: RecordEntry): boolean {
  if (saltedHash(salt, query) !== entry.question_hash) return false
  if (envelope === null) return entry.sentences.length === 0
  const { sentences } = KeptAnswer.parse(envelope)
  return (
    sentences.length === entry.sentences.length &&
    sentences.every(
      ({ text }, place) => text === REMOVED_SENTENCE || saltedHash(salt, text) === entry.sentences[place]?.hash,
    )
  )
}

async function* pagesOf(database: Database, tenantId: string, upTo: number): AsyncGenerator<readonly LinkedRecord[]> {
  for (let after = 0; ; ) {
    const rows = await database
      .forTenant(tenantId)
      .select()
      .from(answerRecords)
      .where(
        and(
          eq(answerRecords.tenantId, tenantId),
          gt(answerRecords.sequence, after),
          lt(answerRecords.sequence, upTo + 1),
        ),
      )
      .orderBy(asc(answerRecords.sequence))
      .limit(PAGE)
    const linked = rows.flatMap((row) => (row.sequence === null ? [] : [{ ...row, sequence: row.sequence }]))
    if (linked.length === 0) return
    yield linked
    after = linked.at(-1)?.sequence ?? upTo
  }
}

async function contentsOf(
  database: Database,
  tenantId: string,
  page: readonly LinkedRecord[],
): Promise<ReadonlyMap<string, KeptContent>> {
  const ids = page.map(({ id }) => id)
  const rows = await database
    .forTenant(tenantId)
    .select({ id: answers.id, query: answers.query, salt: answers.salt, envelope: answers.envelope })
    .from(answers)
    .where(and(eq(answers.tenantId, tenantId), inArray(answers.id, ids), isNull(answers.forgottenAt)))
  return new Map(rows.flatMap(({ id, salt, ...row }) => (salt === null ? [] : [[id, { ...row, salt }] as const])))
}

async function checkpointsOf(database: Database, tenantId: string): Promise<ReadonlyMap<number, string>> {
  const rows = await database
    .forTenant(tenantId)
    .select()
    .from(recordCheckpoints)
    .where(eq(recordCheckpoints.tenantId, tenantId))
    .orderBy(asc(recordCheckpoints.sequence))
  return new Map(rows.map(({ sequence, hash }) => [sequence, hash]))
}

/** An answer that was recorded with a salt has a record, unless somebody took it away. */
async function unrecordedAnswer(database: Database, tenantId: string): Promise<Broken | null> {
  const record = and(eq(answerRecords.tenantId, answers.tenantId), eq(answerRecords.id, answers.id))
  const orm = database.forTenant(tenantId)
  const [row] = await orm
    .select({ id: answers.id })
    .from(answers)
    .leftJoin(answerRecords, record)
    .where(and(eq(answers.tenantId, tenantId), isNotNull(answers.salt), isNull(answerRecords.id)))
    .orderBy(desc(answers.createdAt))
    .limit(1)
  return row === undefined ? null : { reason: 'answer-unrecorded', sequence: null, answer_id: row.id }
}
