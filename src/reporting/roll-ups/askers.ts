/**
 * Who asked, by the numbers that people have in their tenant: bit n, the lowest of a byte first, is the person with number n.
 * Sets of several hours are united, which a mere count of people cannot be.
 */
export type Askers = Uint8Array

/** The set of one person. */
export function askerOf(number: number): Askers {
  const askers = new Uint8Array((number >> 3) + 1)
  askers[number >> 3] = 1 << (number & 7)
  return askers
}

/** Everybody who is in either set. */
export function unite(one: Askers, other: Askers): Askers {
  const [long, short] = one.length >= other.length ? [one, other] : [other, one]
  const united = Uint8Array.from(long)
  for (const [place, byte] of short.entries()) united[place] = (united[place] ?? 0) | byte
  return united
}

/** How many people a set has. */
export function countAskers(askers: Askers): number {
  let count = 0
  for (const byte of askers) for (let bits = byte; bits > 0; bits &= bits - 1) count += 1
  return count
}
