/** Readings that are under way in this process, so that equal files that arrive together are read once. */
export interface SharedReadings<Outcome> {
  /**
   * What `find` finds, else what another is reading under this name, else what `read` reads. When the other fails, or is
   * stopped, one of those who waited for it reads instead. Rejects when the signal aborts.
   */
  readonly readOnce: (name: string, how: HowToRead<Outcome>, signal: AbortSignal) => Promise<SharedReading<Outcome>>
}

export interface HowToRead<Outcome> {
  readonly find: () => Promise<Outcome | null>
  readonly read: () => Promise<Outcome>
}

export interface SharedReading<Outcome> {
  readonly outcome: Outcome
  /** Call it when `find` finds the outcome, or nobody shall: until then others get it from here. */
  readonly release: () => void
}

/** Make the memory of readings of one worker. */
export function createSharedReadings<Outcome>(): SharedReadings<Outcome> {
  const underWay = new Map<string, Promise<Outcome>>()

  async function begin(name: string, { read }: HowToRead<Outcome>): Promise<SharedReading<Outcome>> {
    const reading = read()
    underWay.set(name, reading)
    const release = () => {
      if (underWay.get(name) === reading) underWay.delete(name)
    }
    try {
      return { outcome: await reading, release }
    } catch (error) {
      release()
      throw error
    }
  }

  return {
    readOnce: async (name, how, signal) => {
      for (;;) {
        signal.throwIfAborted()
        const others = underWay.get(name)
        if (others !== undefined) {
          const outcome = await resultOf(others, signal)
          if (outcome !== null) return { outcome, release: () => undefined }
          continue
        }
        const outcome = await how.find()
        if (outcome !== null) return { outcome, release: () => undefined }
        // Somebody may have begun while the registry was asked.
        if (!underWay.has(name)) return begin(name, how)
      }
    },
  }
}

/** The result of somebody else's work; null when it failed. */
async function resultOf<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason as Error)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work.catch(() => null), aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
