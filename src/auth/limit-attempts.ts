import { randomUUID } from 'node:crypto'
import { problem } from '../contracts/errors.ts'
import type { SharedState } from '../platform/shared-state/shared-state.ts'

const WINDOW_IN_MS = 15 * 60_000
/** Guesses at one account: with these, the commonest thousand passwords take a day. */
const FAILURES_PER_ACCOUNT = 10
/** Guesses from one address at any account. Higher, because a whole office may share it. */
const FAILURES_PER_ADDRESS = 50

/** Keeps people from guessing passwords. */
export interface AttemptLimits {
  /**
   * Count an attempt before the password is looked at, so that many at the same time are counted too. Throws
   * `quota-exceeded` with the time to wait.
   */
  readonly begin: (attempt: Attempt, now: number) => Promise<void>
  /** Tell how it ended: success forgets the failures of the account, failure counts against the address. */
  readonly end: (attempt: Attempt, succeeded: boolean, now: number) => Promise<void>
}

export interface Attempt {
  readonly account: string
  readonly address: string
}

export function createAttemptLimits(state: SharedState): AttemptLimits {
  const counterOf = (account: string) => `sign-in:counter:${account}`
  const blockOf = (address: string) => `sign-in:blocked:${address}`
  return {
    begin: async ({ account, address }, now) => {
      const blockedUntil = await state.get(blockOf(address), now)
      if (blockedUntil !== null) throw tooMany(Number(blockedUntil) - now)
      const counter = (await state.get(counterOf(account), now)) ?? 'first'
      const rule = { name: 'account', key: `sign-in:account:${counter}:${account}`, limit: FAILURES_PER_ACCOUNT }
      const { allowed, windows } = await state.takeFromWindows([{ ...rule, windowInMs: WINDOW_IN_MS }], now)
      if (!allowed) throw tooMany(windows[0]?.resetInMs ?? WINDOW_IN_MS)
    },
    end: async ({ account, address }, succeeded, now) => {
      if (succeeded) {
        await state.set(counterOf(account), randomUUID(), WINDOW_IN_MS, now)
        return
      }
      const rule = { name: 'address', key: `sign-in:address:${address}`, limit: FAILURES_PER_ADDRESS }
      const { windows } = await state.takeFromWindows([{ ...rule, windowInMs: WINDOW_IN_MS }], now)
      const [window] = windows
      if (window === undefined || window.remaining > 0) return
      await state.set(blockOf(address), String(now + window.resetInMs), window.resetInMs, now)
    },
  }
}

function tooMany(waitInMs: number): Error {
  const retryAfterInSeconds = Math.max(1, Math.ceil(waitInMs / 1000))
  const minutes = Math.ceil(retryAfterInSeconds / 60)
  return problem(
    'quota-exceeded',
    `There were too many wrong attempts. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again.`,
    { retryAfterInSeconds },
  )
}
