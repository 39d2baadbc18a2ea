/** A limit on how often something may happen: at most `limit` times in any `windowInMs`. */
export interface WindowRule {
  readonly name: string
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

/** Counters and cached answers that every gateway of an installation shares. */
export interface SharedState extends AsyncDisposable {
  /**
   * Exact sliding windows: checks every rule and, only when all allow it, counts one event in each.
   * A refused request costs nothing. Refuses (fails closed) when no more keys can be held.
   */
  readonly takeFromWindows: (rules: readonly WindowRule[], now: number) => Promise<WindowDecision>
  readonly get: (key: string, now: number) => Promise<string | null>
  readonly set: (key: string, value: string, lifetimeInMs: number, now: number) => Promise<void>
}
