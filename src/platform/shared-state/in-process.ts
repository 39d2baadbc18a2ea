import { LRUCache } from 'lru-cache'
import type { SharedState, WindowDecision, WindowRule, WindowState } from './shared-state.ts'
import { SlidingLog } from './sliding-log.ts'

export interface InProcessOptions {
  /** Keys that can be counted at once. When all are in use new keys are refused, so that a flood of keys frees nobody. */
  readonly maximumWindows?: number
  /** Bytes of cached values. */
  readonly maximumCacheBytes?: number
}

/** About 0.5 KB for a user, 8 KB for a tenant: 20,000 active keys cost at most a few tens of megabytes. */
const MAXIMUM_WINDOWS = 20_000
const MAXIMUM_CACHE_BYTES = 32 * 1024 * 1024

/** Shared state for a single gateway process. */
export function createInProcessSharedState(options: InProcessOptions = {}): SharedState {
  const windows = createWindows(options.maximumWindows ?? MAXIMUM_WINDOWS)
  const cache = createCache(options.maximumCacheBytes ?? MAXIMUM_CACHE_BYTES)
  return {
    takeFromWindows: async (rules, now) => windows.take(rules, now),
    lookAtWindows: async (rules, now) => windows.lookAt(rules, now),
    ...cache,
    check: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  }
}

interface Entry {
  readonly value: string
  readonly expiresAt: number
  readonly group: string | undefined
}

function createCache(maximumBytes: number): Pick<SharedState, 'get' | 'set' | 'delete' | 'deleteGroup'> {
  const groups = new Map<string, Set<string>>()
  const leave = ({ group }: Entry, key: string) => {
    if (group === undefined) return
    const members = groups.get(group)
    members?.delete(key)
    if (members?.size === 0) groups.delete(group)
  }
  const cache = new LRUCache<string, Entry>({
    maxSize: maximumBytes,
    sizeCalculation: ({ value }, key) => 2 * (value.length + key.length) + 100,
    dispose: leave,
  })
  return {
    get: async (key, now) => {
      const entry = cache.get(key)
      if (entry === undefined) return null
      if (entry.expiresAt > now) return entry.value
      cache.delete(key)
      return null
    },
    set: async (key, value, lifetimeInMs, now, group) => {
      cache.set(key, { value, expiresAt: now + lifetimeInMs, group })
      if (group === undefined || !cache.has(key)) return
      groups.set(group, (groups.get(group) ?? new Set()).add(key))
    },
    delete: async (key) => void cache.delete(key),
    deleteGroup: async (group) => {
      for (const key of groups.get(group) ?? []) cache.delete(key)
    },
  }
}

/** How many keys are looked at for idle ones when a new key comes: the whole is gone through in turns, at a bounded price. */
const SWEPT_PER_NEW_KEY = 256

function createWindows(maximumKeys: number) {
  const logs = new Map<string, SlidingLog>()
  let sweep = logs.entries()

  /** Forget some keys without an event in their window; keys that still count are never evicted. */
  const sweepSome = (now: number) => {
    for (let looked = 0; looked < SWEPT_PER_NEW_KEY; looked++) {
      const next = sweep.next()
      if (next.done === true) {
        sweep = logs.entries()
        return
      }
      const [key, log] = next.value
      log.advanceTo(now)
      if (log.size === 0) logs.delete(key)
    }
  }

  const logFor = ({ key, windowInMs }: WindowRule, now: number): SlidingLog | null => {
    const known = logs.get(key)
    if (known !== undefined) return known
    sweepSome(now)
    return logs.size < maximumKeys ? new SlidingLog(windowInMs) : null
  }

  const take = (rules: readonly WindowRule[], now: number): WindowDecision => {
    const logOf = rules.map((rule) => ({ rule, log: logFor(rule, now) }))
    const checked = logOf.map(({ rule, log }) => ({ rule, log, counted: log?.advanceTo(now) ?? now }))
    const violated = checked.filter(({ rule, log }) => log === null || log.size >= rule.limit)
    const allowed = violated.length === 0
    for (const { rule, log, counted } of checked) {
      if (!allowed || log === null) continue
      log.add(counted)
      logs.set(rule.key, log)
    }
    return {
      allowed,
      violated: violated.map(({ rule }) => rule.name),
      windows: checked.map(({ rule, log, counted }) => stateOf(rule, log, counted)),
    }
  }

  const lookAt = (rules: readonly WindowRule[], now: number): WindowState[] =>
    rules.map((rule) => {
      const log = logs.get(rule.key) ?? new SlidingLog(rule.windowInMs)
      return stateOf(rule, log, log.advanceTo(now))
    })

  return { take, lookAt }
}

function stateOf({ name, limit, windowInMs }: WindowRule, log: SlidingLog | null, now: number): WindowState {
  if (log === null) return { name, limit, windowInMs, remaining: 0, resetInMs: windowInMs }
  return { name, limit, windowInMs, remaining: Math.max(0, limit - log.size), resetInMs: log.waitInMs(limit, now) }
}
