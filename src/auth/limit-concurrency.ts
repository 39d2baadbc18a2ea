/** Runs work when its turn comes. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>

/** A queue that lets at most `slots` pieces of work run at once; the others wait in the order they came. */
export function createQueue(slots: number): Queue {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    // Whoever ends passes its place on, so that nobody who comes between can take it.
    if (running >= slots) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
