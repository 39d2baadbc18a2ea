import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { Consistency } from '../contracts/consistency.ts'
import type { DeadLetterPage } from '../contracts/dead-letters.ts'
import { findHomeOwner } from '../platform/home/home-lock.ts'
import { withClient } from './with-client.ts'

interface LibraryCheck {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

/** More letters than this are not counted; who has so many has to look anyway. */
const MOST_COUNTED = 100

/**
 * Ask the running server whether its stores agree and whether work was given up; nothing when none runs, because a check
 * should not start one.
 */
export async function checkLibrary(config: Config): Promise<readonly LibraryCheck[]> {
  const runs = config.server !== undefined || ((await findHomeOwner(config.home))?.url ?? null) !== null
  if (!runs) return []
  try {
    return await withClient(config, async (client) => [
      describeConsistency(await dataOf(client.GET('/api/admin/consistency'))),
      describeDeadLetters(
        await dataOf(client.GET('/api/admin/dead-letters', { params: { query: { limit: MOST_COUNTED } } })),
      ),
    ])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [{ name: 'library', ok: false, detail: `how the library is could not be found out: ${reason}` }]
  }
}

/** How much was given up, and what to do about it. */
export function describeDeadLetters({ dead_letters: letters, next_cursor: more }: DeadLetterPage): LibraryCheck {
  const name = 'dead letters'
  if (letters.length === 0) return { name, ok: true, detail: 'none: nothing was given up' }
  const count = more === null ? `${letters.length}` : `more than ${letters.length}`
  return { name, ok: false, detail: `${count}; see what failed and why with "npx footnote dead-letters list".` }
}

/** What was found in words, and what to do about it. */
export function describeConsistency({ orphans, missing, open_deletions, examples }: Consistency): LibraryCheck {
  const name = 'library'
  const found = [
    counted(missing.originals, 'version without its original', 'versions without their original'),
    counted(missing.passages, 'version not whole in the registry', 'versions not whole in the registry'),
    counted(missing.index, 'version not whole in the index', 'versions not whole in the index'),
    counted(open_deletions, 'deletion not complete', 'deletions not complete'),
    counted(orphans.index, 'version in the index that nothing uses', 'versions in the index that nothing uses'),
    counted(orphans.passages, 'version with passages left over', 'versions with passages left over'),
    counted(orphans.originals, 'original that no document needs', 'originals that no document needs'),
    counted(orphans.answers, 'deleted document still quoted in answers', 'deleted documents still quoted in answers'),
  ].flat()
  if (found.length === 0) return { name, ok: true, detail: 'registry, index and originals agree' }
  const all = [...Object.values(orphans), ...Object.values(missing), open_deletions]
  const total = all.reduce((sum, count) => sum + count, 0)
  const remedies = [
    ...(missing.originals > 0 ? [`Send these documents again: ${lost(examples)}.`] : []),
    ...(total > missing.originals
      ? ['The rest is mended by itself within two hours; look again then, and at the log if it stays.']
      : []),
  ]
  return { name, ok: false, detail: `${found.join(', ')}. ${remedies.join(' ')}` }
}

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
}

function lost(examples: Consistency['examples']): string {
  const ids = examples.filter(({ type, store }) => type === 'missing' && store === 'originals')
  return [...new Set(ids.map(({ document_id }) => document_id))].join(', ')
}
