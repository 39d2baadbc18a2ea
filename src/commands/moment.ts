/** A moment as somebody types it, with the beginning of the day (UTC) where only that is given. Throws with what to write. */
export function momentOf(typed: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T00:00:00Z` : typed
  const parsed = new Date(time)
  if (Number.isNaN(parsed.getTime()))
    throw new Error(`"${typed}" is no time; write 2026-11-01 or 2026-11-01T08:00:00Z.`)
  return parsed.toISOString()
}
