import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import { useSession } from '../components/session-gate.tsx'
import { problemOf } from './problem.ts'

/** How often something is read again while the server still works on it. */
const REFRESH_IN_MS = 1_500

export interface Loaded<Value> {
  /** Null until the first reply; while it is read again the one before stays. */
  readonly value: Value | null
  readonly problem: Problem | null
  readonly refresh: () => void
}

const never = () => false

/**
 * What a page shows of the server. It is read again when `read` is another function, when `refresh` is called, and by
 * itself as long as `isMoving` says that it will change without anybody's doing. Both must keep their identity.
 */
export function useLoad<Value>(
  read: (signal: AbortSignal) => Promise<Value>,
  isMoving: (value: Value) => boolean = never,
): Loaded<Value> {
  const { reportSignedOut } = useSession()
  const [round, setRound] = useState(0)
  const [loaded, setLoaded] = useState<Omit<Loaded<Value>, 'refresh'>>({ value: null, problem: null })
  const refresh = useCallback(() => setRound((count) => count + 1), [])

  // oxlint-disable-next-line react/exhaustive-deps -- a new round must load again.
  useEffect(() => {
    const controller = new AbortController()
    read(controller.signal).then(
      (value) => setLoaded({ value, problem: null }),
      (error: unknown) => {
        if (controller.signal.aborted) return
        const problem = problemOf(error)
        if (problem.status === 401) reportSignedOut()
        setLoaded((before) => ({ ...before, problem }))
      },
    )
    return () => controller.abort()
  }, [read, round, reportSignedOut])

  useEffect(() => {
    if (loaded.value === null || !isMoving(loaded.value)) return undefined
    const wait = (loaded.problem?.retryAfterInSeconds ?? 0) * 1_000
    const timer = setTimeout(refresh, Math.max(REFRESH_IN_MS, wait))
    return () => clearTimeout(timer)
  }, [loaded, isMoving, refresh])

  return { ...loaded, refresh }
}
