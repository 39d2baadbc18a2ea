/** A limit on how often something may happen: at most `limit` times in any `windowInMs`. */
export interface WindowRule {
  readonly name: string
  /** Keys of rules that are counted together share the part in braces, `rate:{tenant}:…`: a Redis cluster keeps them in one place. */
  readonly key: string
  readonly limit: number
  readonly windowInMs: number
}

export interface WindowState {
  readonly name: string
  readonly limit: number
  readonly windowInMs: number
  readonly remaining: number
  /** Milliseconds until one more is allowed (0 when one is allowed now). */
  readonly resetInMs: number
}

export interface WindowDecision {
  readonly allowed: boolean
  /** Names of the rules that refused, in the order given. */
  readonly violated: readonly string[]
  readonly windows: readonly WindowState[]
}

/**
 * Counters and cached values that every gateway of an installation shares. Where they cannot be reached counting throws
 * `service-unavailable` (limits fail closed), while a cached value is simply not there.
 */
export interface SharedState extends AsyncDisposable {
  /**
   * Exact sliding windows: checks every rule and, only when all allow it, counts one event in each.
   * A refused request costs nothing. Refuses (fails closed) when no more keys can be held.
   */
  readonly takeFromWindows: (rules: readonly WindowRule[], now: number) => Promise<WindowDecision>
  /** How full windows are, without counting anything. */
  readonly lookAtWindows: (rules: readonly WindowRule[], now: number) => Promise<readonly WindowState[]>
  readonly get: (key: string, now: number) => Promise<string | null>
  /** Keep a value for a time; values of a group can be forgotten together. */
  readonly set: (key: string, value: string, lifetimeInMs: number, now: number, group?: string) => Promise<void>
  /** Forget a value; succeeds when there is none. */
  readonly delete: (key: string) => Promise<void>
  readonly deleteGroup: (group: string) => Promise<void>
  /** Throws when the counters cannot be reached. */
  readonly check: () => Promise<void>
}
