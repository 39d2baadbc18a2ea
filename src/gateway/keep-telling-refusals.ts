import type { Logger } from 'pino'
import { repeat } from '../platform/repeat.ts'
import type { RefusalCounter } from './count-refusals.ts'

/** A flood of refused requests is so many messages, whatever its size. */
const INTERVAL_IN_MS = 30_000

/** Tell what was refused every half a minute, and once more when the process stops. */
export function keepTellingRefusals(counter: RefusalCounter, logger: Pick<Logger, 'warn'>): AsyncDisposable {
  const onError = (error: unknown) =>
    logger.warn({ err: error }, 'refused requests could not be told; they are told soon')
  const telling = repeat(counter.flush, { firstInMs: INTERVAL_IN_MS, intervalInMs: INTERVAL_IN_MS, onError })
  return {
    [Symbol.asyncDispose]: async () => {
      await telling[Symbol.asyncDispose]()
      await counter.flush().catch(onError)
    },
  }
}
