import { LRUCache } from 'lru-cache'
import type { Finding } from './findings.ts'

/** An upload is stored before it is registered; a large form may take this long. */
const WAIT_IN_MS = 55 * 60_000
/** More than that are removed in later rounds. */
const MOST_SUSPECTS = 10_000

/** Originals without a document: one that was stored a moment ago may be about to get its document. */
export interface Suspects {
  /** True for an original that was not seen without a document for long enough. */
  readonly mustWait: (tenantId: string, finding: Finding, now: number) => boolean
}

/** Make an empty memory of suspects. It is lost with the process: then they wait once more. */
export function createSuspects(): Suspects {
  const firstSeen = new LRUCache<string, number>({ max: MOST_SUSPECTS })
  return {
    mustWait: (tenantId, finding, now) => {
      if (finding.type !== 'orphan' || finding.store !== 'originals') return false
      const key = JSON.stringify([tenantId, finding.sha256])
      const since = firstSeen.get(key)
      if (since !== undefined && now - since >= WAIT_IN_MS) return false
      if (since === undefined) firstSeen.set(key, now)
      return true
    },
  }
}
