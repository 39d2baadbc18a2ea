import { defineScript } from 'redis'
import type { WindowDecision, WindowRule, WindowState } from './shared-state.ts'

/**
 * Every window is a list of the times of its events, oldest first. The script runs alone, so checking all windows and
 * counting in all of them is one step for every gateway. Times come from Redis itself unless the caller gives one: several
 * gateways have several clocks, and a minute must be the same minute for all. A key lives one window longer than its last
 * event. ARGV: time or -1, whether to count, then limit and window of each key. Replies: allowed, then size, wait per key.
 */
const SCRIPT = `
local now = tonumber(ARGV[1])
if now < 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local times, sizes, allowed = {}, {}, 1
for i, key in ipairs(KEYS) do
  local limit, window = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  local last = tonumber(redis.call('LINDEX', key, -1))
  local at = now
  if last and last > now + window then
    redis.call('DEL', key)
  elseif last and last > now then
    at = last
  end
  local oldest = tonumber(redis.call('LINDEX', key, 0))
  while oldest and oldest <= at - window do
    redis.call('LPOP', key)
    oldest = tonumber(redis.call('LINDEX', key, 0))
  end
  times[i] = at
  sizes[i] = redis.call('LLEN', key)
  if sizes[i] >= limit then allowed = 0 end
end
local reply = { allowed }
for i, key in ipairs(KEYS) do
  local limit, window = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  if allowed == 1 and ARGV[2] == '1' then
    redis.call('RPUSH', key, string.format('%.0f', times[i]))
    redis.call('PEXPIRE', key, window)
    sizes[i] = sizes[i] + 1
  end
  local wait = 0
  if sizes[i] >= limit then wait = tonumber(redis.call('LINDEX', key, sizes[i] - limit)) + window - times[i] end
  reply[2 * i] = sizes[i]
  reply[2 * i + 1] = wait
end
return reply`

export interface WindowsCall {
  readonly rules: readonly WindowRule[]
  /** Null for the time of Redis. */
  readonly now: number | null
  readonly count: boolean
}

/** The script as a command of the client: sent by its hash, and whole where Redis does not know it yet. */
export const windowsScript = defineScript({
  SCRIPT,
  parseCommand: (parser, { rules, now, count }: WindowsCall) => {
    parser.push(String(rules.length))
    for (const { key } of rules) parser.pushKey(key)
    parser.push(String(Math.floor(now ?? -1)), count ? '1' : '0')
    for (const { limit, windowInMs } of rules) parser.push(String(limit), String(windowInMs))
  },
  transformReply: (reply: unknown) => reply as readonly number[],
})

/** What the numbers that the script replies with mean. */
export function decisionFrom(rules: readonly WindowRule[], [allowed, ...numbers]: readonly number[]): WindowDecision {
  const windows = rules.map(({ name, limit, windowInMs }, index): WindowState => {
    const [size = 0, resetInMs = 0] = numbers.slice(2 * index, 2 * index + 2)
    return { name, limit, windowInMs, remaining: Math.max(0, limit - size), resetInMs }
  })
  // Before this event: a window that it has just filled did not refuse it.
  const violated = allowed === 1 ? [] : windows.filter(({ remaining }) => remaining === 0).map(({ name }) => name)
  return { allowed: allowed === 1, violated, windows }
}
