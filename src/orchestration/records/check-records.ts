import { and, asc, desc, eq, gt, isNotNull, isNull, lte } from 'drizzle-orm'
import type { RecordsReport } from '../../contracts/answer-records.ts'
import { type Head, newestRecord, signedHead } from '../../platform/audit/chain-head.ts'
import type { CheckpointStore } from '../../platform/audit/checkpoint-store.ts'
import { NO_RECORD } from '../../platform/audit/record-hash.ts'
import type { RecordSigner } from '../../platform/audit/record-signer.ts'
import type { Database } from '../../platform/database/database.ts'
import { auditRecords } from '../../platform/database/record-schema.ts'
import { answers } from '../../platform/database/schema.ts'
import { type Checked, checkRecord, type LinkedRecord } from './check-record.ts'
import { type KnownPlaces, knownPlaces } from './known-places.ts'
import { contentsOf } from './read-contents.ts'
import { createRemovals } from './removals.ts'

const PAGE = 500

type Broken = NonNullable<RecordsReport['broken']>

export interface CheckDependencies {
  readonly database: Database
  readonly signer: RecordSigner
  /** Null where checkpoints are not kept elsewhere too. */
  readonly copies: CheckpointStore | null
}

/**
 * Follow the chain of a tenant from the oldest record that is kept to the newest, which must be the one that was signed;
 * compare it with the checkpoints here and elsewhere, and with what is still kept of questions and answers. What is missing
 * must be what an act in the chain says was removed. Reads page by page; what is added meanwhile is left for the next look.
 */
export async function checkRecords(dependencies: CheckDependencies, tenantId: string): Promise<RecordsReport> {
  const { database, signer } = dependencies
  const orm = database.forTenant(tenantId)
  // First: a copy is made after its record was linked, so none of these is beyond the head that is read next.
  const places = await knownPlaces(dependencies, tenantId)
  const { head, newest } = await orm.transaction(
    async (tx) => ({ head: await signedHead(tx, tenantId), newest: await newestRecord(tx, tenantId) }),
    { isolationLevel: 'repeatable read' },
  )
  const unlinked = await orm.$count(
    auditRecords,
    and(eq(auditRecords.tenantId, tenantId), isNull(auditRecords.sequence)),
  )
  const walk = await followChain(database, tenantId, { upTo: head?.sequence ?? newest.sequence, places })
  const report = (broken: Broken | null): RecordsReport => ({
    records: walk.records,
    unlinked,
    first_sequence: walk.first,
    head: head === null ? null : { sequence: head.sequence, hash: head.hash },
    broken,
  })
  if (walk.broken !== null) return report(walk.broken)
  if (places.broken !== null) return report(places.broken)
  const end = head ?? newest
  const wrong = wrongEnd({ head, newest, last: walk.last }, { signer, tenantId })
  if (wrong !== null) return report({ reason: wrong, sequence: end.sequence, answer_id: null })
  const beyond = [...places.hashes.keys()].find((sequence) => sequence > end.sequence)
  if (beyond !== undefined) return report({ reason: 'record-missing', sequence: beyond, answer_id: null })
  return report(await unrecordedAnswer(database, tenantId))
}

interface End {
  readonly head: Awaited<ReturnType<typeof signedHead>>
  readonly newest: Head
  /** Where following the chain ended. */
  readonly last: Head
}

/** Why the end of the chain is not the one that was signed. */
function wrongEnd(
  { head, newest, last }: End,
  { signer, tenantId }: { readonly signer: RecordSigner; readonly tenantId: string },
): Broken['reason'] | null {
  if (head === null) return newest.sequence === 0 ? null : 'signature-wrong'
  const { signature, ...place } = head
  if (!signer.isSigned({ as: 'head', tenantId, ...place }, signature)) return 'signature-wrong'
  if (last.sequence < place.sequence) return 'record-missing'
  return last.hash === place.hash && newest.sequence === place.sequence ? null : 'signature-wrong'
}

interface Walk {
  readonly records: number
  readonly first: number | null
  readonly last: Head
  readonly broken: Broken | null
}

async function followChain(
  database: Database,
  tenantId: string,
  { upTo, places }: { readonly upTo: number; readonly places: KnownPlaces },
): Promise<Walk> {
  const removals = createRemovals()
  let [records, first, last]: [number, number | null, Head] = [0, null, { sequence: 0, hash: NO_RECORD }]
  const walked = (broken: Broken | null): Walk => ({ records, first, last, broken })
  for await (const page of pagesOf(database, tenantId, upTo)) {
    const contents = await contentsOf(database, tenantId, page)
    for (const record of page) {
      const before = first === null ? startOf(record.sequence, places) : last
      first ??= record.sequence
      const checked = checkRecord(record, { before, content: contents.get(record.id) })
      const reason = checked.reason ?? changedPlace(record, places)
      if (reason !== null) return walked(breakAt(record, reason))
      if (checked.reason === null) removals.see(record, checked)
      records += 1
      last = { sequence: record.sequence, hash: record.hash ?? '' }
    }
  }
  // Where nothing is left, the newest checkpoint is the end.
  if (first === null) last = { sequence: upTo, hash: places.hashes.get(upTo) ?? NO_RECORD }
  if (first !== null && first > 1 && !removals.arePruned(first - 1))
    return walked({ reason: 'record-missing', sequence: first - 1, answer_id: null })
  const unexplained = removals.unexplained()
  return walked(unexplained === null ? null : breakAt(unexplained, 'person-changed'))
}

function breakAt({ id, kind, sequence }: LinkedRecord, reason: Broken['reason']): Broken {
  return { reason, sequence, answer_id: kind === 'question' ? id : null }
}

/** What a record must follow: nothing at the beginning, a checkpoint where earlier ones were pruned. */
function startOf(sequence: number, { hashes }: KnownPlaces): Head | null {
  if (sequence === 1) return { sequence: 0, hash: NO_RECORD }
  const hash = hashes.get(sequence - 1)
  return hash === undefined ? null : { sequence: sequence - 1, hash }
}

function changedPlace({ sequence, hash }: LinkedRecord, { hashes }: KnownPlaces): Checked['reason'] {
  const known = hashes.get(sequence)
  return known === undefined || known === hash ? null : 'checkpoint-changed'
}

async function* pagesOf(database: Database, tenantId: string, upTo: number): AsyncGenerator<readonly LinkedRecord[]> {
  for (let after = 0; ; ) {
    const { sequence } = auditRecords
    const rows = await database
      .forTenant(tenantId)
      .select()
      .from(auditRecords)
      .where(and(eq(auditRecords.tenantId, tenantId), gt(sequence, after), lte(sequence, upTo)))
      .orderBy(asc(sequence))
      .limit(PAGE)
    const linked = rows.flatMap((row) => (row.sequence === null ? [] : [{ ...row, sequence: row.sequence }]))
    if (linked.length === 0) return
    yield linked
    after = linked.at(-1)?.sequence ?? upTo
  }
}

/** An answer that was recorded with a salt has a record, unless somebody took it away. */
async function unrecordedAnswer(database: Database, tenantId: string): Promise<Broken | null> {
  const record = and(eq(auditRecords.tenantId, answers.tenantId), eq(auditRecords.id, answers.id))
  const orm = database.forTenant(tenantId)
  const [row] = await orm
    .select({ id: answers.id })
    .from(answers)
    .leftJoin(auditRecords, record)
    .where(and(eq(answers.tenantId, tenantId), isNotNull(answers.salt), isNull(auditRecords.id)))
    .orderBy(desc(answers.createdAt))
    .limit(1)
  return row === undefined ? null : { reason: 'answer-unrecorded', sequence: null, answer_id: row.id }
}
