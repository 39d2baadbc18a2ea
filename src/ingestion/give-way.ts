import { setImmediate } from 'node:timers/promises'

/** Lets others come first for a moment, between two pieces of work. Rejects when the signal aborts. */
export type GiveWay = (signal: AbortSignal) => Promise<void>

/**
 * How long reading rests at most between two pieces of work. Where questions never stop, a document takes a few seconds
 * longer: over a thousand an hour are still read, and few questions meet a piece of work.
 */
const LONGEST_REST_IN_MS = 500

/** Let requests that have arrived be answered before going on. */
export const letRequestsIn: GiveWay = async (signal) => {
  await setImmediate()
  signal.throwIfAborted()
}

/** Rest while people ask: they come first, and documents have time. */
export function giveWayTo(questions: { readonly quiet: (withinMs: number) => Promise<void> }): GiveWay {
  return async (signal) => {
    await setImmediate()
    await questions.quiet(LONGEST_REST_IN_MS)
    signal.throwIfAborted()
  }
}
