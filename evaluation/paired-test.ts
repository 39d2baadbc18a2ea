/** What a paired comparison of two systems over the same questions says. */
export interface PairedComparison {
  /** Mean of the second less the mean of the first. */
  readonly difference: number
  /** How often a difference as large would come by chance, if neither were better: 0 to 1. */
  readonly p: number
}

const FLIPS = 10_000

/**
 * Compare two systems by their scores of the same questions, in the same order: a randomisation test that flips the signs of
 * the differences (Smucker, Allan and Carterette 2007), two-sided. The same scores always give the same p.
 */
export function comparePaired(first: readonly number[], second: readonly number[]): PairedComparison {
  if (first.length !== second.length) throw new Error('the two systems answered different questions')
  const differences = first.map((score, n) => (second[n] ?? 0) - score)
  const total = differences.reduce((sum, difference) => sum + difference, 0)
  // Questions on which both are equal change no sum.
  const telling = differences.filter((difference) => difference !== 0)
  const random = seeded(telling.length + 1)
  let asLarge = 0
  for (let flip = 0; flip < FLIPS; flip++) {
    let sum = 0
    for (const difference of telling) sum += random() < 0.5 ? difference : -difference
    if (Math.abs(sum) >= Math.abs(total) - 1e-12) asLarge++
  }
  return { difference: total / Math.max(1, first.length), p: (asLarge + 1) / (FLIPS + 1) }
}

/** Mulberry32: numbers from 0 to 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
