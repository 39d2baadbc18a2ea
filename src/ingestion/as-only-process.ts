import type { Database } from '../platform/database/database.ts'

/**
 * Do something that one process at a time should do. Null when another one is at it. The lock is one of a session, not of a
 * transaction: the work may take long, and asks the bus, which inside a transaction would wait for ever.
 */
export async function asOnlyProcess<T>(database: Database, name: string, work: () => Promise<T>): Promise<T | null> {
  const session = await database.pool.connect()
  const lock = 'hashtextextended($1, 0)'
  try {
    const { rows } = await session.query<{ mine: boolean }>(`select pg_try_advisory_lock(${lock}) as mine`, [name])
    if (rows[0]?.mine !== true) return null
    try {
      return await work()
    } finally {
      await session.query(`select pg_advisory_unlock(${lock})`, [name])
    }
  } finally {
    session.release()
  }
}
