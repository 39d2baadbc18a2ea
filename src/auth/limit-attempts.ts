import { randomUUID } from 'node:crypto'
import { problem } from '../contracts/errors.ts'
import type { SharedState } from '../platform/shared-state/shared-state.ts'
import { hashOfSecret } from './secret-hash.ts'

const WINDOW_IN_MS = 15 * 60_000
/** Guesses at one account: with these, the commonest thousand passwords take a day. */
const FAILURES_PER_ACCOUNT = 10
/** Guesses from one address at any account. Higher, because a whole office may share it. */
const FAILURES_PER_ADDRESS = 50
/** Attempts from one address, right or wrong: without it, one that sends thousands at once would fill the counters of all. */
const ATTEMPTS_PER_ADDRESS = 300

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
  // A hash, because strangers choose what is counted here, and how long it is.
  const counterOf = (account: string) => `sign-in:counter:${hashOfSecret(account)}`
  const blockOf = (address: string) => `sign-in:blocked:${address}`
  return {
    begin: async ({ account, address }, now) => {
      const blockedUntil = await state.get(blockOf(address), now)
      if (blockedUntil !== null) throw tooMany(Number(blockedUntil) - now)
      const counter = (await state.get(counterOf(account), now)) ?? 'first'
      const key = `sign-in:account:${counter}:${hashOfSecret(account)}`
      const { allowed, violated, windows } = await state.takeFromWindows(
        [
          {
            name: 'address',
            key: `sign-in:attempts:${address}`,
            limit: ATTEMPTS_PER_ADDRESS,
            windowInMs: WINDOW_IN_MS,
          },
          { name: 'account', key, limit: FAILURES_PER_ACCOUNT, windowInMs: WINDOW_IN_MS },
        ],
        now,
      )
      if (allowed) return
      throw tooMany(
        Math.max(...windows.filter(({ name }) => violated.includes(name)).map(({ resetInMs }) => resetInMs)),
      )
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
