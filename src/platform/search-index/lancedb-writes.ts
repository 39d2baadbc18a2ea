import { setTimeout } from 'node:timers/promises'
import { problem } from '../../contracts/errors.ts'

/** Another process may commit between our reading and our committing; each try starts from the newest version. */
const MOST_TRIES = 6
const FIRST_PAUSE_IN_MS = 20

/** Runs writes to one table one after the other; writes to different tables do not wait for each other. */
export type WriteQueue = <T>(table: string, work: () => Promise<T>) => Promise<T>

/** A queue per table. A failed write does not stop the ones behind it. */
export function createWriteQueue(): WriteQueue {
  const last = new Map<string, Promise<unknown>>()

  return async function enqueue<T>(table: string, work: () => Promise<T>): Promise<T> {
    const before = last.get(table) ?? Promise.resolve()
    const mine = before.catch(() => undefined).then(() => retryConflicts(work))
    last.set(table, mine)
    try {
      return await mine
    } finally {
      if (last.get(table) === mine) last.delete(table)
    }
  }
}

async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (isDiskFull(error)) {
        throw problem('storage-full', 'Free some space on the disk of the data folder and try again.', { cause: error })
      }
      if (attempt === MOST_TRIES || !isConflict(error)) throw error
      await setTimeout(FIRST_PAUSE_IN_MS * 2 ** (attempt - 1))
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && /conflict/i.test(error.message)
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && /no space left on device|ENOSPC|disk quota/i.test(error.message)
}
