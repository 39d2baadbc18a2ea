import { LRUCache } from 'lru-cache'
import type { Authentication } from '../contracts/auth.ts'

/** Tenants whose epochs a process remembers; one that it forgot is only purged a little later. */
const TENANTS = 10_000

export interface EpochWatch {
  /** True once for every growth: rights, members or documents of the tenant have changed since the last look. */
  readonly haveGrown: (authentication: Authentication) => boolean
}

/**
 * Notices permission changes by the epochs that come with every authentication. Keys of cached answers carry them, so that
 * older answers cannot be reached; this is for forgetting their texts as well.
 */
export function createEpochWatch(): EpochWatch {
  const last = new LRUCache<string, { readonly access: number; readonly library: number }>({ max: TENANTS })
  return {
    haveGrown: ({ principal, access_epoch: access, library_epoch: library }) => {
      const before = last.get(principal.tenant_id)
      if (before !== undefined && access <= before.access && library <= before.library) return false
      last.set(principal.tenant_id, { access, library })
      return before !== undefined
    },
  }
}
