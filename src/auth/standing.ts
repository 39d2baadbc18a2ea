import { LRUCache } from 'lru-cache'
import type { Database } from '../platform/database/database.ts'

/** What the database says about a caller right now. */
export interface Standing {
  readonly accessEpoch: number
  readonly libraryEpoch: number
  /** Null for callers without an account: applications, and people who never signed in with a browser. */
  readonly person: {
    /** Who vouches for this person. */
    readonly issuer: string
    readonly isDisabled: boolean
    readonly credentialsValidAfter: Date | null
  } | null
}

export interface Caller {
  readonly tenantId: string
  readonly objectId: string
}

/** Look a caller up; null when the tenant is not known here. */
export type StandingReader = (caller: Caller) => Promise<Standing | null>

/** Callers whose standing is remembered, at about half a kilobyte each. */
const REMEMBERED = 10_000
/** More pairs than this wait for the query after the next one. */
const LARGEST_BATCH = 1_000

const QUERY = `
  select asked.position::int as position, tenants.access_epoch, tenants.library_epoch,
    users.issuer, users.disabled_at is not null as disabled, users.tokens_valid_after
  from unnest($1::text[], $2::text[]) with ordinality as asked(tenant_id, object_id, position)
  join tenants on tenants.id = asked.tenant_id
  left join users on users.tenant_id = asked.tenant_id and users.object_id = asked.object_id`

interface Row {
  readonly position: number
  readonly access_epoch: string
  readonly library_epoch: string
  readonly issuer: string | null
  readonly disabled: boolean
  readonly tokens_valid_after: Date | null
}

interface Remembered {
  /** Taken before the standing was read: a change during the reading is one since then. */
  readonly revision: number
  readonly standing: Standing | null
}

interface Waiting {
  readonly caller: Caller
  readonly resolve: (standing: Standing | null) => void
  readonly reject: (error: unknown) => void
}

/**
 * Read the standing of callers. What was read is used again only while the database vouches that no tenant and no user has
 * changed since before it was read; where it cannot, every request reads anew.
 */
export function createStandingReader(database: Pick<Database, 'pool' | 'standingRevision'>): StandingReader {
  const read = createBatchedReader(database)
  const remembered = new LRUCache<string, Remembered>({ max: REMEMBERED })
  return async (caller) => {
    const revision = database.standingRevision()
    if (revision === null) return read(caller)
    const key = `${caller.tenantId.length}:${caller.tenantId}${caller.objectId}`
    const known = remembered.get(key)
    if (known?.revision === revision) return known.standing
    const standing = await read(caller)
    remembered.set(key, { revision, standing })
    return standing
  }
}

/**
 * Read the standing of callers, for every request anew, so that what was taken away is gone at once. Requests that arrive
 * while a query runs share the next one: their number does not grow with the load. It never answers from a query that
 * began before it was asked.
 */
function createBatchedReader({ pool }: Pick<Database, 'pool'>): StandingReader {
  let waiting: Waiting[] = []
  let running = false

  async function answer(batch: readonly Waiting[]): Promise<void> {
    try {
      const callers = batch.map(({ caller }) => caller)
      const values = [callers.map(({ tenantId }) => tenantId), callers.map(({ objectId }) => objectId)]
      const { rows } = await pool.query<Row>(QUERY, values)
      const found = new Map(rows.map((row) => [row.position, standingOf(row)]))
      for (const [i, { resolve }] of batch.entries()) resolve(found.get(i + 1) ?? null)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  async function run(): Promise<void> {
    running = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, LARGEST_BATCH)
      waiting = waiting.slice(LARGEST_BATCH)
      await answer(batch)
    }
    running = false
  }

  return (caller) =>
    new Promise((resolve, reject) => {
      waiting.push({ caller, resolve, reject })
      if (!running) void run()
    })
}

function standingOf({ access_epoch, library_epoch, issuer, disabled, tokens_valid_after }: Row): Standing {
  return {
    accessEpoch: Number(access_epoch),
    libraryEpoch: Number(library_epoch),
    person: issuer === null ? null : { issuer, isDisabled: disabled, credentialsValidAfter: tokens_valid_after },
  }
}
