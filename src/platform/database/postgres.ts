import { connectPool } from './connect-pool.ts'
import type { Database } from './database.ts'

/** Connections per process: one per request in flight is not needed, statements take milliseconds. */
const POOL_SIZE = 10
const CONNECT_TIMEOUT_IN_MS = 5_000

/** Use a PostgreSQL server (16 or newer), for example `postgres://user@host/footnote`. */
export function openPostgresDatabase(url: string): Database {
  return connectPool(
    {
      connectionString: url,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_IN_MS,
      application_name: 'footnote',
    },
    { embedded: null, onClose: async () => undefined },
  )
}
