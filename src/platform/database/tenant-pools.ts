import type { Pool, PoolClient } from 'pg'
import { TENANT_ROLE, TENANT_SETTING } from './tenant-role.ts'

/** What a session works as: for one tenant under the restricted role, or, with null, as the owner of all rows. */
type WorksFor = string | null

/** Sessions keep what they are set to, so that a client that works for the same tenant again costs nothing. */
const ADOPT = `select set_config('role', $1, false), set_config('${TENANT_SETTING}', $2, false)`

/**
 * Views of one pool: each hands out its clients set to one tenant, or to none. Every client goes through a view, and so
 * nobody inherits what the client before did.
 */
export function createTenantPools(pool: Pool): (worksFor: WorksFor) => Pool {
  const adopted = new WeakMap<PoolClient, WorksFor>()
  // A connection that breaks while somebody has it fails that statement; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))

  const adopt = async (client: PoolClient, worksFor: WorksFor): Promise<void> => {
    if ((adopted.get(client) ?? null) === worksFor) return
    await client.query(ADOPT, worksFor === null ? ['none', ''] : [TENANT_ROLE, worksFor])
    adopted.set(client, worksFor)
  }

  const checkOut = async (worksFor: WorksFor): Promise<PoolClient> => {
    let client = await pool.connect()
    // Whoever had it before left a transaction open. What is set inside one would be undone with it.
    while (client.getTransactionStatus() !== 'I') {
      client.release(true)
      client = await pool.connect()
    }
    try {
      await adopt(client, worksFor)
      return client
    } catch (error) {
      // Nobody knows what it is set to now.
      client.release(true)
      throw error
    }
  }

  return (worksFor) => viewOf(pool, () => checkOut(worksFor))
}

type WhenConnected = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void

/** The same pool with another `connect`. Its `query` goes through `connect` too, and Drizzle takes it for the pool it is. */
function viewOf(pool: Pool, checkOut: () => Promise<PoolClient>): Pool {
  const handOver = async (callback: WhenConnected): Promise<void> => {
    let client: PoolClient
    try {
      client = await checkOut()
    } catch (error) {
      callback(error as Error, undefined, () => undefined)
      return
    }
    callback(undefined, client, (release) => client.release(release))
  }
  const connect = (callback?: WhenConnected) => (callback === undefined ? checkOut() : void handOver(callback))
  return Object.create(pool, { connect: { value: connect } }) as Pool
}
