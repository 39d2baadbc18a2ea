import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '../contracts/call-context.ts'
import { type NeededParts, unavailableParts } from './availability.ts'

/** Doubles with every look, so that a part that comes back is noticed soon and one that stays away is not pestered. */
const FIRST_PAUSE_IN_MS = 500
const LONGEST_PAUSE_IN_MS = 15_000
/** Then the delivery counts as failed, and the bus hands the job out again: its worker might be what is cut off. */
const LONGEST_OUTAGE_IN_MS = 15 * 60_000

/** Says once that an outage began and once that it is over, however many documents meet it. */
export interface OutageLog {
  readonly began: (missing: readonly string[]) => void
  readonly isOver: () => void
}

/** Make the outage log of a worker. */
export function createOutageLog(logger: Pick<Logger, 'info' | 'warn'>): OutageLog {
  let isOut = false
  return {
    began: (missing) => {
      if (!isOut) logger.warn({ missing }, 'reading documents waits for a part that is not available')
      isOut = true
    },
    isOver: () => {
      if (isOut) logger.info('everything that reading documents needs is available again')
      isOut = false
    },
  }
}

export interface OutageDependencies extends NeededParts {
  readonly clock: Clock
  readonly outages: OutageLog
  /** Rest for so many milliseconds; rejects when the signal aborts. */
  readonly pause?: (inMs: number, signal: AbortSignal) => Promise<unknown>
}

/** What to tell people while a part is away; nothing when it is back. */
export interface OutageNews {
  readonly detail: string | null
  readonly nextTryAt: Date | null
}

export interface OutageWait {
  readonly tenantId: string
  readonly signal: AbortSignal
  readonly tell: (news: OutageNews) => Promise<void>
}

/** `none`: every part answers; `over`: the missing part is back; `too-long`: nobody should wait any longer. */
export type OutageEnd = 'none' | 'over' | 'too-long'

/**
 * Something went wrong. When a part that reading needs does not answer, the document is not at fault: keep its delivery and
 * wait until the part is back.
 */
export async function waitOutOutage(
  dependencies: OutageDependencies,
  { tenantId, signal, tell }: OutageWait,
): Promise<OutageEnd> {
  const { clock, outages, pause = rest } = dependencies
  const until = clock.now() + LONGEST_OUTAGE_IN_MS
  // The registry may be what is missing; then nobody can be told.
  const tellIfPossible = (news: OutageNews) => tell(news).catch(() => undefined)
  for (let inMs = FIRST_PAUSE_IN_MS, waited = false; ; inMs = Math.min(inMs * 2, LONGEST_PAUSE_IN_MS), waited = true) {
    const missing = await unavailableParts(dependencies, tenantId)
    if (missing.length === 0) {
      outages.isOver()
      if (waited) await tellIfPossible({ detail: null, nextTryAt: null })
      return waited ? 'over' : 'none'
    }
    outages.began(missing)
    if (clock.now() >= until) return 'too-long'
    const nextTryAt = new Date(clock.now() + inMs)
    await tellIfPossible({ detail: sentenceOn(missing, nextTryAt), nextTryAt })
    await pause(inMs, signal)
  }
}

function sentenceOn(missing: readonly string[], nextTryAt: Date): string {
  const time = nextTryAt.toISOString().slice(11, 19)
  const [first = '', ...others] = missing
  const rest = others.map((name) => name.charAt(0).toLowerCase() + name.slice(1))
  const names = [first, ...rest].join(' and ')
  return `${names} ${others.length === 0 ? 'is' : 'are'} not available; it is tried again at ${time} UTC.`
}

function rest(inMs: number, signal: AbortSignal): Promise<unknown> {
  return setTimeout(inMs, undefined, { signal })
}
