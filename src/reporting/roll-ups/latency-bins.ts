/** How many took how long: bin -> number. Those of several hours are added bin by bin. */
export type Histogram = Readonly<Record<string, number>>
export type RunningHistogram = Record<string, number>

/**
 * Each bin is 5 % longer than the one before, and a percentile is the geometric middle of its bin: it is at most
 * sqrt(1.05) - 1 = 2.5 % away from the number that the same rank has among all durations.
 */
const GROWTH = 1.05
const LOG_GROWTH = Math.log(GROWTH)

/** The bin of a duration in milliseconds. All below 1 ms share bin 0; what took an hour is in bin 310. */
export function binOf(durationInMs: number): number {
  return durationInMs <= 1 ? 0 : Math.ceil(Math.log(durationInMs) / LOG_GROWTH - 1e-9)
}

/** Add a histogram to a running one. */
export function addHistogram(running: RunningHistogram, added: Histogram): void {
  for (const bin in added) running[bin] = (running[bin] ?? 0) + (added[bin] ?? 0)
}

/**
 * The duration in whole milliseconds that a share of all did not exceed (nearest rank); null of none. The shortest bin comes
 * first: keys of an object that are whole numbers are listed in their order.
 */
export function percentile(histogram: Histogram, share: number): number | null {
  let total = 0
  for (const bin in histogram) total += histogram[bin] ?? 0
  const rank = Math.max(1, Math.ceil(share * total))
  let seen = 0
  for (const bin in histogram) {
    seen += histogram[bin] ?? 0
    if (seen >= rank) return Math.round(bin === '0' ? 1 : GROWTH ** (Number(bin) - 0.5))
  }
  return null
}
