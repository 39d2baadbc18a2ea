import { machineIdentity, type TokenSource } from '../machine-identity.ts'

/** Endings of the addresses of Azure Database for PostgreSQL in each cloud, and the audience that it wants tokens for. */
const CLOUDS: readonly (readonly [ending: string, scope: string])[] = [
  ['.postgres.database.azure.com', 'https://ossrdbms-aad.database.windows.net/.default'],
  ['.postgres.database.usgovcloudapi.net', 'https://ossrdbms-aad.database.usgovcloudapi.net/.default'],
  ['.postgres.database.chinacloudapi.cn', 'https://ossrdbms-aad.database.chinacloudapi.cn/.default'],
]
const REMEDY = 'give it a managed identity that is a user of the database, or put a password into FOOTNOTE_DATABASE_URL'

/**
 * The source of what stands in place of the password at a PostgreSQL server of Azure: tokens of the identity of this
 * machine. Null where the address holds a password, and for every other server, which must never be sent such a token.
 */
export function azurePostgresIdentityFor(url: string): TokenSource | null {
  const { hostname, password } = new URL(url)
  const cloud = password === '' ? CLOUDS.find(([ending]) => hostname.endsWith(ending)) : undefined
  return cloud === undefined ? null : machineIdentity(cloud[1], REMEDY)
}
