import { setTimeout as wait } from 'node:timers/promises'
import { secondsUntilRetry } from './server-failure.ts'

/** How often, and how patiently, a server is asked again. */
export interface RetryPatience {
  /** All tries together. */
  readonly tries: number
  /** A server that asks for a longer pause than this is treated as down. */
  readonly longestPauseInSeconds: number
}

/** The least pause, so that a restarting server is not asked in the same instant; doubles with every try. */
const SHORTEST_PAUSE_IN_MS = 50

/** Ask a server again after failures that pass, as long as it says (`Retry-After`) and the caller is patient. */
export async function withRetries<T>(
  ask: () => Promise<T>,
  { tries, longestPauseInSeconds }: RetryPatience,
  signal: AbortSignal,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await ask()
    } catch (error) {
      const seconds = signal.aborted || tried >= tries ? null : secondsUntilRetry(error)
      if (seconds === null || seconds > longestPauseInSeconds) throw error
      await wait(Math.max(seconds * 1000, SHORTEST_PAUSE_IN_MS * 2 ** (tried - 1)), undefined, { signal })
    }
  }
}
