import { useEffect, useState } from 'react'

/** Count down from `seconds` to 0, once a second; begun anew when `reason`, for which one waits, is another. */
export function useCountdown(seconds: number, reason: unknown): number {
  const [counted, setCounted] = useState({ reason, left: seconds })
  if (counted.reason !== reason) setCounted({ reason, left: seconds })
  const { left } = counted
  useEffect(() => {
    if (left <= 0) return undefined
    const timer = setTimeout(() => setCounted({ reason, left: left - 1 }), 1_000)
    return () => clearTimeout(timer)
  }, [left, reason])
  return left
}
