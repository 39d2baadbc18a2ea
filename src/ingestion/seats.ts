/** How many may do something at the same time; the others wait, first come first served. */
export interface Seats {
  /** Wait for a free seat; rejects when the signal aborts first. */
  readonly take: (signal: AbortSignal) => Promise<void>
  readonly give: () => void
}

/** Make so many seats. */
export function createSeats(count: number): Seats {
  let free = count
  const waiting = new Set<() => void>()
  return {
    take: async (signal) => {
      signal.throwIfAborted()
      if (free > 0) {
        free -= 1
        return
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const onAbort = () => {
        waiting.delete(resolve)
        reject(signal.reason as Error)
      }
      waiting.add(resolve)
      signal.addEventListener('abort', onAbort, { once: true })
      await promise.finally(() => signal.removeEventListener('abort', onAbort))
    },
    give: () => {
      const [next] = waiting
      if (next === undefined) free += 1
      else {
        waiting.delete(next)
        next()
      }
    },
  }
}
