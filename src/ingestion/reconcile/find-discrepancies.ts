import type { Clock } from '../../contracts/call-context.ts'
import type { Consistency } from '../../contracts/consistency.ts'
import { type GiveWay, letRequestsIn } from '../give-way.ts'
import { compareDeletions } from './compare-deletions.ts'
import { compareIndex } from './compare-index.ts'
import { compareOriginals } from './compare-originals.ts'
import { comparePassages } from './compare-passages.ts'
import type { Finding, Look, Stores } from './findings.ts'

/** What changed this recently may still be at work: longer than any step of reading a document takes. */
export const GRACE_IN_MS = 10 * 60_000
const MOST_EXAMPLES = 20

/** Everything in which the stores of a tenant differ now, store after store. Changes nothing. */
export async function* findDiscrepancies(stores: Stores, look: Look): AsyncGenerator<Finding> {
  yield* compareDeletions(stores, look)
  yield* compareIndex(stores, look)
  yield* comparePassages(stores, look)
  yield* compareOriginals(stores, look)
}

/** The look that begins now. */
export function lookNow(tenantId: string, { clock, giveWay = letRequestsIn }: Looker, signal: AbortSignal): Look {
  return { tenantId, settledBefore: new Date(clock.now() - GRACE_IN_MS), signal, giveWay }
}

interface Looker {
  readonly clock: Clock
  readonly giveWay?: GiveWay | undefined
}

/** A report that grows with every finding. */
export function createTally(clock: Clock): {
  readonly add: (finding: Finding) => void
  readonly report: () => Consistency
} {
  const report = {
    checked_at: new Date(clock.now()).toISOString(),
    orphans: { index: 0, passages: 0, originals: 0, answers: 0 },
    missing: { index: 0, passages: 0, originals: 0 },
    open_deletions: 0,
    examples: [] as Consistency['examples'],
  } satisfies Consistency
  return {
    add: (finding) => {
      if (finding.type === 'open-deletion') report.open_deletions += 1
      else if (finding.type === 'orphan') report.orphans[finding.store] += 1
      else report.missing[finding.store] += 1
      if (report.examples.length < MOST_EXAMPLES) report.examples.push(exampleOf(finding))
    },
    report: () => report,
  }
}

function exampleOf(finding: Finding): Consistency['examples'][number] {
  return {
    type: finding.type,
    store: 'store' in finding ? finding.store : null,
    document_id: 'documentId' in finding ? finding.documentId : null,
    version: 'version' in finding ? finding.version : null,
  }
}
