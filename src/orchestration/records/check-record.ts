import { RecordEntry, type RecordsReport } from '../../contracts/answer-records.ts'
import { KeptAnswer } from '../../contracts/answers.ts'
import { ActEntry } from '../../contracts/audit.ts'
import { REMOVED_SENTENCE } from '../../contracts/removed-sentence.ts'
import type { Head } from '../../platform/audit/chain-head.ts'
import { hiddenPeopleIn, isPerson, revealPeople } from '../../platform/audit/hide-people.ts'
import { recordHash, saltedHash } from '../../platform/audit/record-hash.ts'
import type { auditRecords } from '../../platform/database/record-schema.ts'

type Reason = NonNullable<RecordsReport['broken']>['reason']

export type LinkedRecord = typeof auditRecords.$inferSelect & { readonly sequence: number }

/** What is still kept of a question beside its record. */
export interface KeptContent {
  readonly query: string
  readonly salt: string
  readonly envelope: unknown
}

export interface Beside {
  /** What it must follow; null when that is not known, because it is not there. */
  readonly before: Head | null
  /** Undefined where nothing of a question is kept, and for other acts. */
  readonly content: KeptContent | undefined
}

/** What a record says, as far as the check needs it. */
export type CheckedEntry =
  | { readonly kind: 'question'; readonly entry: RecordEntry }
  | { readonly kind: 'act'; readonly entry: ActEntry }

export type Checked =
  | { readonly reason: Reason }
  | {
      readonly reason: null
      readonly read: CheckedEntry /** It names somebody who was taken out. */
      readonly lacksPeople: boolean
    }

/** Whether a record follows the one before it and is as it was written; the columns that are searched say what it says. */
export function checkRecord(record: LinkedRecord, { before, content }: Beside): Checked {
  const { sequence, entry, previousHash, hash, people } = record
  if (before === null || sequence !== before.sequence + 1) return { reason: 'record-missing' }
  const isSame = previousHash === before.hash && hash === recordHash({ previousHash, sequence, entry })
  if (!isSame) return { reason: 'record-changed' }
  const read = readEntry(record)
  if (read === null) return { reason: 'record-changed' }
  if (read.kind === 'question' && content !== undefined && !isAsRecorded(content, read.entry))
    return { reason: 'content-changed' }
  const named = hiddenPeopleIn(read.entry)
  const known = people ?? []
  if (!known.every((person) => named.has(person.hidden) && isPerson(person))) return { reason: 'person-changed' }
  const who = read.kind === 'question' ? read.entry.principal.object_id : read.entry.actor.person
  const [actor, object] = [actorOf(who, known), read.kind === 'act' ? revealPeople(read.entry.object, known) : null]
  if (record.objectId !== actor && (record.objectId !== null || named.has(who))) return { reason: 'person-changed' }
  if (record.object !== object) return { reason: 'record-changed' }
  return { reason: null, read, lacksPeople: known.length < named.size || record.objectId === null }
}

/** The object id of whoever did it; null when they were taken out. */
function actorOf(who: string, people: LinkedRecord['people']): string | null {
  if (!hiddenPeopleIn(who).has(who)) return who
  return people?.find(({ hidden }) => hidden === who)?.object_id ?? null
}

/** Null for what is no record, or for one whose columns say something else. */
function readEntry({ kind, entry, id, tenantId, at }: LinkedRecord): CheckedEntry | null {
  const json: unknown = JSON.parse(entry)
  if (kind === 'question') {
    const { data } = RecordEntry.safeParse(json)
    if (data?.answer_id !== id || data.tenant_id !== tenantId || data.at !== at.toISOString()) return null
    return { kind, entry: data }
  }
  const { data } = ActEntry.safeParse(json)
  const isSame = data?.id === id && data.tenant_id === tenantId && data.at === at.toISOString() && data.kind === kind
  return isSame ? { kind: 'act', entry: data } : null
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
