import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import type { Database } from '../platform/database/database.ts'
import { providerRecords } from '../platform/database/sign-in-schema.ts'
import { hashOfSecret } from './secret-hash.ts'

/** Expired rows are never found; removing them once in a while is enough. */
const SWEEP_INTERVAL_IN_MS = 60_000

/** Models whose id is a secret that the holder presents. Only its hash is stored, so that a copy of the table opens nothing. */
const SECRET_IDS: ReadonlySet<string> = new Set(['AuthorizationCode', 'RefreshToken', 'AccessToken'])

/** What the local provider remembers, in the database: any process can go on with what another began. */
export function createProviderRecords({ system: orm }: Pick<Database, 'system'>): (model: string) => Adapter {
  let sweptAt = 0
  const sweep = async (): Promise<void> => {
    const now = Date.now()
    if (now - sweptAt < SWEEP_INTERVAL_IN_MS) return
    sweptAt = now
    await orm.delete(providerRecords).where(lt(providerRecords.expiresAt, new Date(now)))
  }
  return (model) => {
    const isSecret = SECRET_IDS.has(model)
    const keyOf = (id: string) => (isSecret ? hashOfSecret(id) : id)
    const ofModel = eq(providerRecords.model, model)
    const alive = () =>
      and(ofModel, or(isNull(providerRecords.expiresAt), sql`${providerRecords.expiresAt} > ${new Date()}`))
    const find = async (which: ReturnType<typeof eq>, id?: string): Promise<AdapterPayload | undefined> => {
      const [row] = await orm.select().from(providerRecords).where(and(alive(), which))
      if (row === undefined) return undefined
      const payload = row.payload as AdapterPayload
      return {
        ...payload,
        ...(isSecret && id !== undefined ? { jti: id } : {}),
        ...(row.consumedAt === null ? {} : { consumed: Math.floor(row.consumedAt.getTime() / 1000) }),
      }
    }
    return {
      upsert: async (id, payload, expiresIn) => {
        await sweep()
        const { jti: _secret, ...withoutId } = payload
        const values = {
          payload: isSecret ? withoutId : payload,
          grantId: payload.grantId ?? null,
          userCode: payload.userCode ?? null,
          uid: payload.uid ?? null,
          expiresAt: expiresIn === undefined ? null : new Date(Date.now() + expiresIn * 1000),
        }
        await orm
          .insert(providerRecords)
          .values({ model, id: keyOf(id), ...values })
          .onConflictDoUpdate({ target: [providerRecords.model, providerRecords.id], set: values })
      },
      find: (id) => find(eq(providerRecords.id, keyOf(id)), id),
      findByUserCode: (userCode) => find(eq(providerRecords.userCode, userCode)),
      findByUid: (uid) => find(eq(providerRecords.uid, uid)),
      consume: async (id) => {
        const unused = and(ofModel, eq(providerRecords.id, keyOf(id)), isNull(providerRecords.consumedAt))
        const used = await orm.update(providerRecords).set({ consumedAt: new Date() }).where(unused).returning()
        // Two requests with the same code or token both found it unused; only one may have it.
        if (used.length === 0) throw new errors.InvalidGrant('already used')
      },
      destroy: async (id) => {
        await orm.delete(providerRecords).where(and(ofModel, eq(providerRecords.id, keyOf(id))))
      },
      revokeByGrantId: async (grantId) => {
        await orm.delete(providerRecords).where(eq(providerRecords.grantId, grantId))
      },
    }
  }
}

/** End what the local provider remembers of a person's browsers and command lines. */
export async function forgetPerson({ system: orm }: Pick<Database, 'system'>, objectId: string): Promise<void> {
  await orm.delete(providerRecords).where(sql`${providerRecords.payload}->>'accountId' = ${objectId}`)
}

/** End the provider's own browser session of a person, so that the next sign-in asks for the password again. */
export async function endProviderSessions({ system: orm }: Pick<Database, 'system'>, objectId: string): Promise<void> {
  const ofPerson = sql`${providerRecords.payload}->>'accountId' = ${objectId}`
  await orm.delete(providerRecords).where(and(eq(providerRecords.model, 'Session'), ofPerson))
}
