import { and, desc, eq, isNotNull } from 'drizzle-orm'
import type { Orm, Transaction } from '../database/database.ts'
import { auditRecords, recordCheckpoints, recordHeads } from '../database/record-schema.ts'
import { NO_RECORD } from './record-hash.ts'
import type { RecordSigner } from './record-signer.ts'

/** The last record of a chain. */
export interface Head {
  readonly sequence: number
  readonly hash: string
}

interface OfTenant {
  readonly tenantId: string
  readonly signer: RecordSigner
}

/**
 * What the next record follows: the newest record as it was signed. Where that is not what was signed, somebody changed the
 * end of the chain; the next record then follows nothing, so that the chain stays broken there and nobody can mend it by
 * letting it go on.
 */
export async function nextPlace(
  tx: Transaction,
  { tenantId, signer }: OfTenant,
): Promise<{ readonly place: Head; readonly isTrusted: boolean }> {
  const newest = await newestRecord(tx, tenantId)
  const signed = await signedHead(tx, tenantId)
  if (signed === null && newest.sequence === 0) return { place: newest, isTrusted: true }
  if (signed !== null && signed.sequence >= newest.sequence) {
    const { signature, ...head } = signed
    if (signer.isSigned({ as: 'head', tenantId, ...head }, signature)) return { place: head, isTrusted: true }
  }
  const sequence = Math.max(newest.sequence, signed?.sequence ?? 0)
  return { place: { sequence, hash: NO_RECORD }, isTrusted: false }
}

/** The head that was signed last; null for a tenant without linked records. */
export async function signedHead(
  orm: Orm | Transaction,
  tenantId: string,
): Promise<(Head & { readonly signature: string }) | null> {
  const [row] = await orm
    .select({ sequence: recordHeads.sequence, hash: recordHeads.hash, signature: recordHeads.signature })
    .from(recordHeads)
    .where(eq(recordHeads.tenantId, tenantId))
  return row ?? null
}

/** The last linked record; the last checkpoint where all records up to it were pruned. */
export async function newestRecord(orm: Orm | Transaction, tenantId: string): Promise<Head> {
  const [record] = await orm
    .select({ sequence: auditRecords.sequence, hash: auditRecords.hash })
    .from(auditRecords)
    .where(and(eq(auditRecords.tenantId, tenantId), isNotNull(auditRecords.sequence)))
    .orderBy(desc(auditRecords.sequence))
    .limit(1)
  const [checkpoint] = await orm
    .select({ sequence: recordCheckpoints.sequence, hash: recordCheckpoints.hash })
    .from(recordCheckpoints)
    .where(eq(recordCheckpoints.tenantId, tenantId))
    .orderBy(desc(recordCheckpoints.sequence))
    .limit(1)
  const { sequence = null, hash = null } = record ?? {}
  if (sequence === null || hash === null) return checkpoint ?? { sequence: 0, hash: NO_RECORD }
  return { sequence, hash }
}

/** Sign a chain that was begun before there was a key. Only ever done with a key that was made a moment ago. */
export async function signEarlierChain(tx: Transaction, { tenantId, signer }: OfTenant, at: Date): Promise<void> {
  const head = await newestRecord(tx, tenantId)
  if (head.sequence === 0) return
  const earlier = await tx.select().from(recordCheckpoints).where(eq(recordCheckpoints.tenantId, tenantId))
  for (const { sequence, hash } of earlier) {
    const signature = signer.sign({ as: 'checkpoint', tenantId, sequence, hash })
    const row = and(eq(recordCheckpoints.tenantId, tenantId), eq(recordCheckpoints.sequence, sequence))
    await tx.update(recordCheckpoints).set({ signature }).where(row)
  }
  const signature = signer.sign({ as: 'head', tenantId, ...head })
  await tx
    .insert(recordHeads)
    .values({ tenantId, ...head, at, signature })
    .onConflictDoNothing()
}
