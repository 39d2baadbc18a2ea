import { setTimeout } from 'node:timers/promises'

export interface RepeatOptions {
  readonly firstInMs: number
  readonly intervalInMs: number
  /** Is told what a round threw; the next one comes all the same. */
  readonly onError: (error: unknown) => void
}

/** Do something again and again, a pause after each round, until disposed; a round that runs then is told to stop and waited for. */
export function repeat(
  work: (signal: AbortSignal) => Promise<void>,
  { firstInMs, intervalInMs, onError }: RepeatOptions,
): AsyncDisposable {
  const stop = new AbortController()
  async function again(): Promise<void> {
    for (let pauseInMs = firstInMs; ; pauseInMs = intervalInMs) {
      await setTimeout(pauseInMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
      if (stop.signal.aborted) return
      await work(stop.signal).catch((error: unknown) => {
        if (!stop.signal.aborted) onError(error)
      })
    }
  }
  const repeating = again()
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error('the process stops'))
      await repeating
    },
  }
}
