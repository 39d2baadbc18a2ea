import { asc, eq } from 'drizzle-orm'
import type { RecordsReport } from '../../contracts/answer-records.ts'
import { recordCheckpoints } from '../../platform/database/record-schema.ts'
import type { CheckDependencies } from './check-records.ts'

/** The hashes of some places of a chain, as they were signed. */
export interface KnownPlaces {
  readonly hashes: ReadonlyMap<number, string>
  /** A checkpoint that nobody with the key has signed, or whose copy elsewhere says something else. */
  readonly broken: RecordsReport['broken']
}

/** Read the checkpoints of a tenant, here and where copies of them are kept. Of those elsewhere unsigned ones do not count. */
export async function knownPlaces(
  { database, signer, copies }: CheckDependencies,
  tenantId: string,
): Promise<KnownPlaces> {
  const hashes = new Map<number, string>()
  let broken: RecordsReport['broken'] = null
  const rows = await database
    .forTenant(tenantId)
    .select()
    .from(recordCheckpoints)
    .where(eq(recordCheckpoints.tenantId, tenantId))
    .orderBy(asc(recordCheckpoints.sequence))
  for (const { sequence, hash, signature } of rows) {
    const place = { as: 'checkpoint', tenantId, sequence, hash } as const
    hashes.set(sequence, hash)
    if (signature === null || !signer.isSigned(place, signature))
      broken ??= { reason: 'signature-wrong', sequence, answer_id: null }
  }
  for await (const { signature, ...place } of copies?.list(tenantId) ?? []) {
    if (!signer.isSigned(place, signature)) continue
    const { sequence, hash } = place
    if ((hashes.get(sequence) ?? hash) !== hash) broken ??= { reason: 'copy-differs', sequence, answer_id: null }
    hashes.set(sequence, hash)
  }
  return { hashes, broken }
}
