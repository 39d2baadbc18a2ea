import { createHash } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { assertNever } from '../contracts/assert-never.ts'
import { recordHash } from '../platform/audit/record-hash.ts'
import { createRecordSigner } from '../platform/audit/record-signer.ts'
import type { Database } from '../platform/database/database.ts'
import { auditRecords, recordCheckpoints, recordHeads } from '../platform/database/record-schema.ts'
import { answers } from '../platform/database/schema.ts'

/** Ways in which somebody who can write to the database may try to change what happened. */
export const TAMPERINGS = ['edit', 'delete', 'swap', 'cut', 're-hash'] as const
export type Tampering = (typeof TAMPERINGS)[number]

type Row = typeof auditRecords.$inferSelect

interface Rows {
  readonly records: readonly Row[]
  readonly answers: readonly (typeof answers.$inferSelect)[]
  readonly checkpoints: readonly (typeof recordCheckpoints.$inferSelect)[]
  readonly heads: readonly (typeof recordHeads.$inferSelect)[]
}

/** Whoever changes the records has no key of this installation, but may make one. */
const OWN_KEY = createRecordSigner(['a key that somebody made up'])

/** The rows of a tenant that tell what happened, as they are now. */
export async function saveRows({ system }: Database, tenantId: string): Promise<Rows> {
  const of = { records: eq(auditRecords.tenantId, tenantId), answers: eq(answers.tenantId, tenantId) }
  return {
    records: await system.select().from(auditRecords).where(of.records).orderBy(asc(auditRecords.sequence)),
    answers: await system.select().from(answers).where(of.answers),
    checkpoints: await system.select().from(recordCheckpoints).where(eq(recordCheckpoints.tenantId, tenantId)),
    heads: await system.select().from(recordHeads).where(eq(recordHeads.tenantId, tenantId)),
  }
}

/** Put other rows in their place. */
export async function replaceRows({ system }: Database, tenantId: string, rows: Rows): Promise<void> {
  await system.transaction(async (tx) => {
    for (const table of [auditRecords, recordCheckpoints, recordHeads, answers])
      await tx.delete(table).where(eq(table.tenantId, tenantId))
    if (rows.answers.length > 0) await tx.insert(answers).values([...rows.answers])
    if (rows.records.length > 0) await tx.insert(auditRecords).values([...rows.records])
    if (rows.checkpoints.length > 0) await tx.insert(recordCheckpoints).values([...rows.checkpoints])
    if (rows.heads.length > 0) await tx.insert(recordHeads).values([...rows.heads])
  })
}

/** The rows after somebody tampered with them; the same seed gives the same change. */
export function tamperedWith(rows: Rows, way: Tampering, seed: number): Rows {
  const random = (below: number, purpose: string) =>
    createHash('sha256').update(`${way} ${seed} ${purpose}`).digest().readUInt32BE() % below
  const place = random(rows.records.length, 'place')
  switch (way) {
    case 'edit':
      return edited(rows, place, random(EDITS.length, 'edit'))
    case 'delete':
      return { ...rows, records: rows.records.toSpliced(place, 1) }
    case 'swap':
      return swapped(rows, place, random)
    case 'cut':
      return cut(rows, random)
    case 're-hash':
      return rehashed(rows, place, random(3, 'signature'))
    default:
      return assertNever(way)
  }
}

/** Changes of one row that leave everything else as it was. */
const EDITS: readonly ((row: Row) => Row)[] = [
  (row) => ({ ...row, entry: otherEntry(row.entry) }),
  (row) => ({ ...row, kind: row.kind === 'question' ? 'document-read' : 'question' }),
  (row) => ({ ...row, at: new Date(row.at.getTime() + 60_000) }),
  (row) => ({ ...row, object: 'document:another' }),
  (row) => ({ ...row, objectId: 'somebody-else' }),
  (row) => ({ ...row, objectId: null }),
  (row) => ({ ...row, objectId: null, people: [] }),
  (row) => ({ ...row, people: (row.people ?? []).map(({ hidden, salt }) => ({ hidden, salt, object_id: 'x' })) }),
  (row) => ({ ...row, hash: 'f'.repeat(64) }),
  (row) => ({ ...row, previousHash: 'f'.repeat(64) }),
]

/** The last number of the time, another one: still an entry in every other respect. */
function otherEntry(entry: string): string {
  return entry.replace(
    /"at":"([^"]+)"/,
    (_, at: string) => `"at":"${new Date(Date.parse(at) + 3_600_000).toISOString()}"`,
  )
}

function edited(rows: Rows, place: number, which: number): Rows {
  const row = rows.records[place]
  const edit = EDITS[which]
  if (row === undefined || edit === undefined) throw new Error('there is no such record')
  // Every third time the words of a question that is kept, where the record is of one.
  if (row.kind === 'question' && which % 3 === 0)
    return {
      ...rows,
      answers: rows.answers.map((each) => (each.id === row.id ? { ...each, query: 'Who is Bert?' } : each)),
    }
  return { ...rows, records: rows.records.with(place, edit(row)) }
}

type Random = (below: number, purpose: string) => number

function swapped(rows: Rows, place: number, random: Random): Rows {
  const count = rows.records.length
  const other = (place + 1 + random(count - 1, 'other')) % count
  const [one, two] = [rows.records[place], rows.records[other]]
  if (one === undefined || two === undefined) throw new Error('there are no such records')
  const places = ({ sequence, previousHash, hash }: Row) => ({ sequence, previousHash, hash })
  const parts = [
    (row: Row, from: Row): Row => ({ ...row, ...places(from) }),
    (row: Row, from: Row): Row => ({ ...row, sequence: from.sequence }),
    (row: Row, from: Row): Row => ({ ...row, people: from.people, objectId: from.objectId }),
    (row: Row, from: Row): Row => ({ ...row, entry: from.entry }),
  ]
  const swap = parts[random(parts.length, 'part')] ?? ((row: Row) => row)
  return { ...rows, records: rows.records.with(place, swap(one, two)).with(other, swap(two, one)) }
}

/** Take away the beginning or the end, and the traces of it as far as that needs no key. */
function cut(rows: Rows, random: Random): Rows {
  const count = rows.records.length
  const [checkpoint] = rows.checkpoints
  if (random(4, 'side') === 0 && checkpoint !== undefined)
    return { ...rows, records: rows.records.filter(({ sequence }) => (sequence ?? 0) > checkpoint.sequence) }
  const records = rows.records.slice(0, count - 1 - random(count - 1, 'length'))
  const last = records.at(-1)
  const gone = new Set(rows.records.slice(records.length).map(({ id }) => id))
  const kept = { ...rows, records, answers: rows.answers.filter(({ id }) => !gone.has(id)) }
  const checkpoints = rows.checkpoints.filter(({ sequence }) => sequence <= records.length)
  const endings: readonly Rows[] = [
    kept,
    { ...kept, checkpoints },
    { ...kept, checkpoints, heads: [] },
    { ...kept, checkpoints, heads: headsAt(rows, last, (head) => head.signature) },
    { ...kept, checkpoints, heads: headsAt(rows, last, () => checkpoint?.signature ?? '') },
  ]
  return endings[random(endings.length, 'ending')] ?? kept
}

type Head = typeof recordHeads.$inferSelect

function headsAt({ heads }: Rows, last: Row | undefined, signatureOf: (head: Head) => string): readonly Head[] {
  if (last === undefined || last.sequence === null || last.hash === null) return []
  const { sequence, hash } = last
  return heads.map((head) => ({ ...head, sequence, hash, signature: signatureOf({ ...head, sequence, hash }) }))
}

/** Edit a record and compute everything anew from there on: hashes, checkpoints and the head; signed with a key made up, or not. */
function rehashed(rows: Rows, place: number, signature: number): Rows {
  const records: Row[] = []
  for (const [at, row] of rows.records.entries()) {
    const previousHash = records.at(-1)?.hash ?? row.previousHash ?? ''
    const { entry } = at === place ? { entry: otherEntry(row.entry) } : row
    const time = at === place ? { at: new Date(row.at.getTime() + 3_600_000) } : {}
    const hash = recordHash({ previousHash, sequence: row.sequence ?? 0, entry })
    records.push({ ...row, ...time, entry, previousHash, hash })
  }
  const hashAt = (sequence: number) => records[sequence - 1]?.hash ?? ''
  const checkpoints = rows.checkpoints.map((each) => {
    const hash = hashAt(each.sequence)
    const own = OWN_KEY.sign({ as: 'checkpoint', tenantId: each.tenantId, sequence: each.sequence, hash })
    return { ...each, hash, signature: signature === 0 ? each.signature : own }
  })
  const sign = ({ tenantId, sequence, hash, ...head }: Head) =>
    signature === 0 ? head.signature : OWN_KEY.sign({ as: 'head', tenantId, sequence, hash })
  const heads = signature === 2 ? [] : headsAt(rows, records.at(-1), sign)
  return { ...rows, records, checkpoints, heads }
}

/** Whether a change changes anything at all: an edit may meet a value that was there before. */
export function isSame(one: Rows, other: Rows): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
