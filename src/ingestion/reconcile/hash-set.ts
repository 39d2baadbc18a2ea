/** Digits of a hash that are kept: as many as a number holds exactly. Two of a million hashes share them once in 10,000 libraries. */
const DIGITS = 13
const FIRST_CAPACITY = 1_024

/** A set of SHA-256 hashes that takes eight bytes for each. It may, very rarely, claim to hold one that it does not. */
export interface HashSet {
  readonly add: (sha256: string) => void
  readonly has: (sha256: string) => boolean
}

/** Make an empty set. Adding is cheap; the first look after it sorts. */
export function createHashSet(): HashSet {
  let [values, size, sorted] = [new Float64Array(FIRST_CAPACITY), 0, true]

  function grow(): void {
    const larger = new Float64Array(values.length * 2)
    larger.set(values)
    values = larger
  }

  return {
    add: (sha256) => {
      if (size === values.length) grow()
      values[size++] = numberOf(sha256)
      sorted = false
    },
    has: (sha256) => {
      if (!sorted) values.subarray(0, size).sort()
      sorted = true
      return includes(values, size, numberOf(sha256))
    },
  }
}

function numberOf(sha256: string): number {
  return Number.parseInt(sha256.slice(0, DIGITS), 16)
}

function includes(sorted: Float64Array, size: number, value: number): boolean {
  let [low, high] = [0, size]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low < size && sorted[low] === value
}
