import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { unavailable } from './azure-search-failures.ts'

/** Azure shows most writes within a second; far more means that the service is overloaded. */
const SETTLE_DEADLINE_IN_MS = 60_000
const FIRST_PAUSE_IN_MS = 25
const LONGEST_PAUSE_IN_MS = 1_000

/** Documents that were written under one mark, and have to be found under it. */
interface Writing {
  readonly mark: string
  readonly keys: Set<string>
  /** Set when somebody began to wait for it; from then on nothing is added. */
  settled: Promise<void> | null
}

/**
 * What this process has written and searches may not find yet. Azure tells when a write is safe, not when it can be found:
 * each document carries the mark of its writing, and a writing is settled when as many documents are found under its mark.
 */
export interface UnsettledWrites {
  /** Note documents that are about to be written; the mark is for them to carry. */
  readonly note: (index: string, keys: readonly string[]) => string
  /** Stop waiting for documents: they were removed, marked anew, or never arrived. */
  readonly drop: (index: string, keys: readonly string[]) => void
  readonly count: (index: string) => number
  /** Wait for everything noted up to now. `countMarked` asks the service how many documents carry a mark. */
  readonly settle: (index: string, countMarked: CountMarked) => Promise<void>
}

type CountMarked = (mark: string) => Promise<number>

/** Start with nothing written. */
export function createUnsettledWrites(): UnsettledWrites {
  const writings = new Map<string, Writing[]>()
  const of = (index: string) => writings.get(index) ?? []

  function drop(index: string, keys: readonly string[]): void {
    for (const writing of of(index)) for (const key of keys) writing.keys.delete(key)
  }

  function note(index: string, keys: readonly string[]): string {
    drop(index, keys)
    let open = of(index).find(({ settled }) => settled === null)
    if (open === undefined) {
      open = { mark: randomUUID(), keys: new Set(), settled: null }
      writings.set(index, [...of(index), open])
    }
    for (const key of keys) open.keys.add(key)
    return open.mark
  }

  async function waitFor(index: string, { mark, keys }: Writing, countMarked: CountMarked): Promise<void> {
    try {
      await until(async () => keys.size === 0 || (await countMarked(mark)) >= keys.size)
    } finally {
      // Also after a failure: what another process wrote over would be waited for for ever.
      const left = of(index).filter((writing) => writing.mark !== mark)
      if (left.length === 0) writings.delete(index)
      else writings.set(index, left)
    }
  }

  async function settle(index: string, countMarked: CountMarked): Promise<void> {
    await Promise.all(of(index).map((writing) => (writing.settled ??= waitFor(index, writing, countMarked))))
  }

  return { note, drop, settle, count: (index) => of(index).reduce((sum, { keys }) => sum + keys.size, 0) }
}

/** Ask again, more and more slowly, until it is so. Throws `service-unavailable` when it takes too long. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + SETTLE_DEADLINE_IN_MS
  for (let pause = FIRST_PAUSE_IN_MS; !(await isSo()); pause = Math.min(2 * pause, LONGEST_PAUSE_IN_MS)) {
    if (Date.now() > deadline) throw unavailable(new Error('what was written cannot be found yet'))
    await setTimeout(pause)
  }
}
