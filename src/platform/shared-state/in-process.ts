import { LRUCache } from 'lru-cache'
import type { SharedState, WindowDecision, WindowRule, WindowState } from './shared-state.ts'

export interface InProcessOptions {
  /** Keys that can be counted at once. When all are in use new keys are refused, so that a flood of keys frees nobody. */
  readonly maximumWindows?: number
  /** Bytes of cached values. */
  readonly maximumCacheBytes?: number
}

/** About 0.5 KB for a user, 5 KB for a tenant: 20,000 active keys cost at most a few tens of megabytes. */
const MAXIMUM_WINDOWS = 20_000
const MAXIMUM_CACHE_BYTES = 32 * 1024 * 1024

/** Shared state for a single gateway process. */
export function createInProcessSharedState(options: InProcessOptions = {}): SharedState {
  const windows = createWindows(options.maximumWindows ?? MAXIMUM_WINDOWS)
  const cache = new LRUCache<string, { readonly value: string; readonly expiresAt: number }>({
    maxSize: options.maximumCacheBytes ?? MAXIMUM_CACHE_BYTES,
    sizeCalculation: ({ value }, key) => 2 * (value.length + key.length) + 100,
  })
  return {
    takeFromWindows: async (rules, now) => windows.take(rules, now),
    get: async (key, now) => {
      const entry = cache.get(key)
      if (entry === undefined) return null
      if (entry.expiresAt > now) return entry.value
      cache.delete(key)
      return null
    },
    set: async (key, value, lifetimeInMs, now) => void cache.set(key, { value, expiresAt: now + lifetimeInMs }),
    [Symbol.asyncDispose]: async () => cache.clear(),
  }
}

/** A sweep looks at every key; a flood of new keys must not make each of its requests pay for one. */
const SWEEP_INTERVAL_IN_MS = 1_000

/** Times of the events of one key that still count, oldest first. */
interface SlidingLog {
  readonly times: number[]
  windowInMs: number
}

function createWindows(maximumKeys: number) {
  const logs = new Map<string, SlidingLog>()
  let sweptAt = Number.NEGATIVE_INFINITY

  const logOf = (rule: WindowRule, now: number): SlidingLog | null => {
    const known = logs.get(rule.key)
    if (known !== undefined) {
      dropOld(known, now)
      return known
    }
    if (logs.size >= maximumKeys && now - sweptAt >= SWEEP_INTERVAL_IN_MS) {
      sweep(logs, now)
      sweptAt = now
    }
    if (logs.size >= maximumKeys) return null
    return { times: [], windowInMs: rule.windowInMs }
  }

  const take = (rules: readonly WindowRule[], now: number): WindowDecision => {
    const checked = rules.map((rule) => ({ rule, log: logOf(rule, now) }))
    const violated = checked.filter(({ rule, log }) => log === null || log.times.length >= rule.limit)
    const allowed = violated.length === 0
    if (allowed) for (const { rule, log } of checked) if (log !== null) record(logs, rule.key, log, now)
    return {
      allowed,
      violated: violated.map(({ rule }) => rule.name),
      windows: checked.map(({ rule, log }) => stateOf(rule, log, now)),
    }
  }
  return { take }
}

function record(logs: Map<string, SlidingLog>, key: string, log: SlidingLog, now: number): void {
  log.times.push(now)
  logs.set(key, log)
}

function dropOld(log: SlidingLog, now: number): void {
  const kept = log.times.findIndex((time) => time > now - log.windowInMs)
  log.times.splice(0, kept === -1 ? log.times.length : kept)
}

/** Forget keys without an event in their window; keys that still count are never evicted. */
function sweep(logs: Map<string, SlidingLog>, now: number): void {
  for (const [key, log] of logs) {
    dropOld(log, now)
    if (log.times.length === 0) logs.delete(key)
  }
}

function stateOf({ name, limit, windowInMs }: WindowRule, log: SlidingLog | null, now: number): WindowState {
  if (log === null) return { name, limit, windowInMs, remaining: 0, resetInMs: windowInMs }
  const remaining = Math.max(0, limit - log.times.length)
  const [oldest = now] = log.times
  return { name, limit, windowInMs, remaining, resetInMs: remaining > 0 ? 0 : oldest + windowInMs - now }
}
