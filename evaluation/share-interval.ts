/** The interval that holds the share of all with 95 %. */
export interface ShareInterval {
  readonly low: number
  readonly high: number
}

/** Of the normal distribution, for 95 %. */
const Z = 1.96

/**
 * The interval around a mean of `count` values from 0 to 1 (Wilson 1927). It is made for values that are 0 or 1, of which no
 * others have a larger spread: for those in between it is too wide rather than too narrow. It stays within 0 and 1, and does not
 * shrink to a point when all values are equal.
 */
export function shareInterval(mean: number, count: number): ShareInterval {
  if (count === 0) return { low: 0, high: 1 }
  const widened = 1 + Z ** 2 / count
  const centre = (mean + Z ** 2 / (2 * count)) / widened
  const half = (Z / widened) * Math.sqrt((mean * (1 - mean)) / count + Z ** 2 / (4 * count ** 2))
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
