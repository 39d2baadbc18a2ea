/** How long what was read is good for: a right that is taken away must show soon. */
const KEPT_FOR_IN_MS = 60_000
/** More than an answer has footnotes; an entry is a few kilobytes. */
const MOST_KEPT = 40

/** Read something by name; whoever asks for the same while it is under way, or soon after, shares it. */
export type KeptReads<T> = (name: string, read: () => Promise<T>) => Promise<T>

interface Kept<T> {
  readonly value: Promise<T>
  readonly until: number
}

/** Reads that are begun before they are needed. What failed is read again. */
export function createKeptReads<T>(now: () => number = Date.now): KeptReads<T> {
  const kept = new Map<string, Kept<T>>()
  return (name, read) => {
    const known = kept.get(name)
    if (known !== undefined && known.until > now()) return known.value
    const value = read()
    const entry = { value, until: now() + KEPT_FOR_IN_MS }
    kept.delete(name)
    kept.set(name, entry)
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    value.catch(() => {
      if (kept.get(name) === entry) kept.delete(name)
    })
    return value
  }
}
