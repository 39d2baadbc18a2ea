import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import type { SharedState, WindowDecision, WindowState } from '../platform/shared-state/shared-state.ts'

/** Limits are per minute; API Management in front counts in the same windows. */
export const WINDOW_IN_MS = 60_000

export interface RateLimits {
  readonly userRequestsPerMinute: number
  readonly tenantRequestsPerMinute: number
}

/** Headers that tell a client its limits (draft-ietf-httpapi-ratelimit-headers). */
export type RateLimitHeaders = Readonly<Record<'ratelimit-policy' | 'ratelimit', string>>

export interface RateDecision {
  readonly headers: RateLimitHeaders
  /** The error to answer with when the request is over a limit. */
  readonly refusal: Error | null
}

/** Count one request of a principal against its own limit and then its tenant's; a refused request counts against neither. */
export async function takeFromRateLimits(
  state: SharedState,
  limits: RateLimits,
  principal: Principal,
  now: number,
): Promise<RateDecision & Pick<WindowDecision, 'violated'>> {
  const tenant = lengthPrefixed(principal.tenant_id)
  const decision = await state.takeFromWindows(
    [
      {
        name: 'user',
        key: `rate:{${tenant}}:user:${lengthPrefixed(principal.object_id)}`,
        limit: limits.userRequestsPerMinute,
        windowInMs: WINDOW_IN_MS,
      },
      {
        name: 'tenant',
        key: `rate:{${tenant}}:tenant`,
        limit: limits.tenantRequestsPerMinute,
        windowInMs: WINDOW_IN_MS,
      },
    ],
    now,
  )
  const { allowed, violated, windows } = decision
  return { headers: headersOf(windows), refusal: allowed ? null : refusalOf(decision), violated }
}

/** The error for requests that are over a limit; `why` ends the sentence that tells how long to wait. */
export function refusalOf({ violated, windows }: Pick<WindowDecision, 'violated' | 'windows'>, why?: string): Error {
  const waits = windows.filter(({ name }) => violated.includes(name)).map(({ resetInMs }) => resetInMs)
  const retryAfterInSeconds = Math.max(1, Math.ceil(Math.max(...waits) / 1000))
  const whose = violated[0] === 'user' ? 'you' : 'your organisation'
  const reason = why ?? `${whose} reached the requests allowed per minute`
  return problem('quota-exceeded', `Wait ${retryAfterInSeconds} s: ${reason}.`, {
    retryAfterInSeconds,
    extensions: { 'violated-policies': violated },
  })
}

/** The headers that tell how full the windows are. */
export function headersOf(windows: readonly WindowState[]): RateLimitHeaders {
  const policy = windows.map(({ name, limit, windowInMs }) => `"${name}";q=${limit};w=${windowInMs / 1000}`)
  const left = windows.map(
    ({ name, remaining, resetInMs }) => `"${name}";r=${remaining};t=${Math.ceil(resetInMs / 1000)}`,
  )
  return { 'ratelimit-policy': policy.join(', '), ratelimit: left.join(', ') }
}

function lengthPrefixed(value: string): string {
  return `${value.length}:${value}`
}
