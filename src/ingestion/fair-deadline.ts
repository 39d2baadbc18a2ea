import { waitedInMs } from './process-figures.ts'

export interface FairDeadline {
  /** Count so much from the start instead. */
  readonly extendTo: (milliseconds: number) => void
  readonly cancel: () => void
}

/** Whoever gets no processor for so many times its deadline will not end today. */
const PATIENCE = 4

/**
 * Call back once a process had its time. Time in which it waited for a processor does not count: reading yields to
 * everything else on the machine, and a file must not fail because questions were asked.
 */
export function startFairDeadline(pid: number | undefined, milliseconds: number, onEnd: () => void): FairDeadline {
  const startedAt = performance.now()
  const before = waitedInMs(pid)
  let allowed = milliseconds
  let cancelled = false
  const timeLeft = async () => {
    const taken = performance.now() - startedAt
    const waited = (await waitedInMs(pid)) - (await before)
    return Math.min(allowed + waited, allowed * PATIENCE) - taken
  }
  const look = async () => {
    const left = await timeLeft()
    if (cancelled) return
    if (left <= 0) onEnd()
    else timer = setTimeout(() => void look(), left)
  }
  let timer = setTimeout(() => void look(), milliseconds)
  return {
    extendTo: (longer) => {
      allowed = longer
    },
    cancel: () => {
      cancelled = true
      clearTimeout(timer)
    },
  }
}
