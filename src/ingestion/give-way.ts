import { setImmediate } from 'node:timers/promises'

/** Lets others come first for a moment, between two pieces of work. Rejects when the signal aborts. */
export type GiveWay = (signal: AbortSignal) => Promise<void>

/** How long reading rests at most between two pieces of work, so that it goes on however much is asked. */
const LONGEST_REST_IN_MS = 100

/** Let requests that have arrived be answered before going on. */
export const letRequestsIn: GiveWay = async (signal) => {
  await setImmediate()
  signal.throwIfAborted()
}

/** Rest while somebody waits for an answer: people come first, and documents have time. */
export function giveWayTo(questions: { readonly answered: (withinMs: number) => Promise<void> }): GiveWay {
  return async (signal) => {
    await setImmediate()
    await questions.answered(LONGEST_REST_IN_MS)
    signal.throwIfAborted()
  }
}
