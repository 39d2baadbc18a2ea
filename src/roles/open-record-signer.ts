import { randomBytes } from 'node:crypto'
import { signEarlierChain } from '../platform/audit/chain-head.ts'
import { createRecordSigner, type RecordSigner } from '../platform/audit/record-signer.ts'
import type { Database } from '../platform/database/database.ts'
import { tenants } from '../platform/database/schema.ts'
import type { Wiring } from './wiring.ts'

const SECRET = 'audit-key'

/**
 * The key that signs the audit: from the settings, else from what all processes of an installation share, else made once and
 * kept among the secrets. Chains of before there was a key are signed when it is made, and never later.
 */
export async function openRecordSigner({ config, clock, platform }: Wiring, database: Database): Promise<RecordSigner> {
  const [first, ...earlier] =
    config.records.auditKeys.length > 0 ? config.records.auditKeys : (config.internalSecrets ?? [])
  if (first !== undefined) return createRecordSigner([first, ...earlier])
  const secrets = await platform.secrets()
  const isNew = (await secrets.get(SECRET)) === null
  const signer = createRecordSigner([await secrets.getOrCreate(SECRET, () => randomBytes(32).toString('base64url'))])
  if (!isNew) return signer
  for (const { id: tenantId } of await database.system.select({ id: tenants.id }).from(tenants)) {
    const at = new Date(clock.now())
    await database.forTenant(tenantId).transaction((tx) => signEarlierChain(tx, { tenantId, signer }, at))
  }
  return signer
}
