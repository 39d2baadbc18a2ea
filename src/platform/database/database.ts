import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Pool } from 'pg'
import type * as schema from './schema.ts'

export type Orm = NodePgDatabase<typeof schema>
/** The handle inside `forTenant(id).transaction(async (transaction) => …)`; it has the same query methods as `Orm`. */
export type Transaction = Parameters<Parameters<Orm['transaction']>[0]>[0]

/**
 * The relational data of this installation. One driver (`pg`) and one schema serve PostgreSQL and the embedded PGlite.
 * Keep transactions short and never hold one over I/O: the embedded database runs one at a time.
 */
export interface Database extends AsyncDisposable {
  /**
   * The rows of one tenant: PostgreSQL itself hides and refuses all others (row-level security), so that a forgotten
   * `where` leaks nothing. Everything that works for somebody uses this.
   */
  readonly forTenant: (tenantId: string) => Orm
  /**
   * All rows. Only for what must look before the tenant is known (who belongs to this cookie?) or across tenants
   * (unfinished work); the architecture test lists who may.
   */
  readonly system: Orm
  /** Plain connections that see all rows, like `system`: for the job queue and for checks of health. */
  readonly pool: Pool
  /** True when the database lives inside this process; its LISTEN/NOTIFY does not reach other connections. */
  readonly embedded: boolean
  /**
   * Grows with every committed change of tenants and users, before whoever made the change hears that it is done: what was
   * read of them is true as long as this stays the same. Null where other processes write too and only asking tells.
   */
  readonly standingRevision: () => number | null
  /** Bring the schema up to date; safe to run from several processes at once. */
  readonly migrate: () => Promise<void>
  /**
   * Let transactions of tenants use tables that this schema does not hold, for example `insert on pgboss.job`. Tenants are
   * not kept apart there, so give what is needed and no more. Safe to run from several processes at once.
   */
  readonly grantToTenants: (rights: readonly string[]) => Promise<void>
  /** Let the planner look at the tables again. A server does that by itself; the embedded database never would. */
  readonly refreshStatistics: () => Promise<void>
}
