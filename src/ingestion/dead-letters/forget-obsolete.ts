import type { DeadLetter } from '../../platform/bus/bus.ts'
import { findSubjects } from './letter-subjects.ts'
import type { DeadLetterDependencies } from './list-dead-letters.ts'

const PAGE_SIZE = 100
/** What one pass looks at; the next one goes on from there. */
const PAGES_PER_PASS = 10

/**
 * Remove letters whose document succeeded, was cancelled or was deleted meanwhile: nobody has to do anything about them.
 * Looks at a thousand letters at most; returns how many it removed, and where to go on.
 */
export async function forgetObsolete(
  { bus, database }: DeadLetterDependencies,
  after: string | undefined,
): Promise<{ readonly forgotten: number; readonly next: string | undefined }> {
  let [forgotten, next] = [0, after]
  for (let page = 0; page < PAGES_PER_PASS; page++) {
    const read = await bus.deadLetters({ limit: PAGE_SIZE, after: next })
    for (const [tenantId, letters] of Map.groupBy(read.letters, (letter: DeadLetter) => letter.tenantId)) {
      const subjects = await findSubjects(database, tenantId, letters)
      const ids = subjects.filter(({ standing }) => standing === 'obsolete').map(({ letter }) => letter.id)
      if (ids.length > 0) forgotten += await bus.discardDeadLetters({ tenantId, ids })
    }
    next = read.next ?? undefined
    if (next === undefined) break
  }
  return { forgotten, next }
}
