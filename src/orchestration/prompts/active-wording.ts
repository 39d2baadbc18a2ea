import { and, desc, eq } from 'drizzle-orm'
import type { Database, Orm, Transaction } from '../../platform/database/database.ts'
import { promptActivations, promptVersions } from '../../platform/database/prompt-schema.ts'
import { DEFAULT_WORDING, type PromptWording } from './default-wording.ts'

/** What answers of a tenant are written with at this moment. */
export type ActiveWording = (tenantId: string) => Promise<PromptWording>

/** Look it up for every prompt: beside a model that writes, one row of a primary key costs nothing. */
export function createActiveWording(database: Database): ActiveWording {
  return async (tenantId) => {
    const isOf = and(
      eq(promptVersions.tenantId, promptActivations.tenantId),
      eq(promptVersions.number, promptActivations.version),
    )
    const [row] = await database
      .forTenant(tenantId)
      .select({ version: promptVersions.number, text: promptVersions.text })
      .from(promptActivations)
      .leftJoin(promptVersions, isOf)
      .where(eq(promptActivations.tenantId, tenantId))
      .orderBy(desc(promptActivations.sequence))
      .limit(1)
    const { version = null, text = null } = row ?? {}
    return version === null || text === null ? DEFAULT_WORDING : { version, text }
  }
}

export type Activation = Pick<typeof promptActivations.$inferSelect, 'sequence' | 'version' | 'previous'>

/** Before anything was activated. */
export const BEGINNING: Activation = { sequence: 0, version: DEFAULT_WORDING.version, previous: null }

/** The last activation of a tenant. */
export async function lastActivation(orm: Orm | Transaction, tenantId: string): Promise<Activation> {
  const [row] = await orm
    .select()
    .from(promptActivations)
    .where(eq(promptActivations.tenantId, tenantId))
    .orderBy(desc(promptActivations.sequence))
    .limit(1)
  return row ?? BEGINNING
}
