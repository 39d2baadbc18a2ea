import { setImmediate } from 'node:timers/promises'

/** Lets others come first for a moment, between two batches of work on the main thread. */
export type GiveWay = (signal: AbortSignal) => Promise<void>

/** Let requests that have arrived be answered before going on. */
export const letRequestsIn: GiveWay = async (signal) => {
  await setImmediate()
  signal.throwIfAborted()
}
