import { problem } from '../../contracts/errors.ts'

/** How long a model may take, in milliseconds. */
export interface ModelTimeouts {
  /** From sending the question to the first piece of text. */
  readonly firstTokenInMs: number
  /** From one piece of text to the next. */
  readonly silenceInMs: number
  /** From sending the question to the end of the answer. */
  readonly totalInMs: number
}

/** Small models on a processor take tens of seconds to read five passages; a hosted one that needs this long is down. */
export const DEFAULT_MODEL_TIMEOUTS: ModelTimeouts = { firstTokenInMs: 30_000, silenceInMs: 15_000, totalInMs: 120_000 }

export interface ModelDeadline extends Disposable {
  /** Aborted with a `model-unavailable` problem when the model is too slow. */
  readonly signal: AbortSignal
  /** Tell that a piece of text has arrived: what is done with it takes no time of the model's. */
  readonly heard: () => void
  /** Tell that the next piece is waited for. */
  readonly listen: () => void
  /** Until the first piece of text must have come. */
  readonly timeLeftInMs: () => number
}

/** Start watching the time of one answer. */
export function startModelDeadline({ firstTokenInMs, silenceInMs, totalInMs }: ModelTimeouts): ModelDeadline {
  const abort = new AbortController()
  const give = (detail: string) => () => abort.abort(problem('model-unavailable', detail))
  const total = setTimeout(
    give(`The language model did not finish within ${totalInMs} ms; try again in a moment.`),
    totalInMs,
  )
  const slowStart = `The language model did not begin to answer within ${firstTokenInMs} ms; try again in a moment.`
  const silent = `The language model fell silent for ${silenceInMs} ms; try again in a moment.`
  const startedAt = performance.now()
  let next = setTimeout(give(slowStart), firstTokenInMs)
  return {
    signal: abort.signal,
    heard: () => clearTimeout(next),
    listen: () => {
      clearTimeout(next)
      next = setTimeout(give(silent), silenceInMs)
    },
    timeLeftInMs: () => firstTokenInMs - (performance.now() - startedAt),
    [Symbol.dispose]: () => {
      clearTimeout(total)
      clearTimeout(next)
    },
  }
}
