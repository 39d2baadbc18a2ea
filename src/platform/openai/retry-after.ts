/** Seconds until a server wants to be asked again (`retry-after-ms`, `Retry-After` in seconds or as a date), if it says so. */
export function retryAfterOf(headers: Headers | undefined): number | undefined {
  const milliseconds = numberOf(headers?.get('retry-after-ms'))
  if (milliseconds !== undefined) return milliseconds / 1000
  const value = headers?.get('retry-after')
  if (!value) return undefined
  const seconds = numberOf(value)
  if (seconds !== undefined) return seconds
  // By the clock of the server, which need not agree with ours.
  const left = (Date.parse(value) - Date.parse(headers?.get('date') ?? '')) / 1000
  return Number.isFinite(left) ? Math.max(0, left) : undefined
}

function numberOf(value: string | null | undefined): number | undefined {
  const number = value ? Number(value) : Number.NaN
  return Number.isFinite(number) && number >= 0 ? number : undefined
}
