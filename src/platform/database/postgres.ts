import { parseIntoClientConfig } from 'pg-connection-string'
import type { TokenSource } from '../machine-identity.ts'
import { azurePostgresIdentityFor } from './azure-postgres-identity.ts'
import { connectPool } from './connect-pool.ts'
import type { Database } from './database.ts'

/** Connections per process: one per request in flight is not needed, statements take milliseconds. */
const POOL_SIZE = 10
const CONNECT_TIMEOUT_IN_MS = 5_000

/**
 * Use a PostgreSQL server (16 or newer), for example `postgres://user:password@host/footnote`. In Azure the password may be
 * left out: `identityFor` then gives tokens in its place.
 */
export function openPostgresDatabase(
  url: string,
  identityFor: (url: string) => TokenSource | null = azurePostgresIdentityFor,
): Database {
  const identity = identityFor(url)
  return connectPool(
    {
      ...(identity === null ? { connectionString: url } : { ...parseIntoClientConfig(url), password: identity }),
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_IN_MS,
      application_name: 'footnote',
    },
    { embedded: null, onClose: async () => undefined },
  )
}
