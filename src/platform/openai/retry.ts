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

/**
 * Ask a server again after failures that pass, as long as it says (`Retry-After`), the caller is patient, and time is left.
 * Rejects at once when the signal is aborted, whatever the server does.
 */
export async function withRetries<T>(
  ask: () => Promise<T>,
  { tries, longestPauseInSeconds }: RetryPatience,
  signal: AbortSignal,
  timeLeftInMs: () => number = () => Number.POSITIVE_INFINITY,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await untilAborted(ask(), signal)
    } catch (error) {
      const seconds = signal.aborted || tried >= tries ? null : secondsUntilRetry(error)
      if (seconds === null || seconds > longestPauseInSeconds) throw error
      const pauseInMs = Math.max(seconds * 1000, SHORTEST_PAUSE_IN_MS * 2 ** (tried - 1))
      if (pauseInMs >= timeLeftInMs()) throw error
      await wait(pauseInMs, undefined, { signal })
    }
  }
}

/** Fetching the token of an identity knows no signal, so it is left to itself when nobody waits for it any more. */
async function untilAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const leave = () => reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  try {
    if (signal.aborted) leave()
    return await Promise.race([asked, aborted])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
