import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type ResumeDependencies, resumeUnfinished } from './resume-unfinished.ts'

/** How long a document that no job will finish looks busy at most. */
const INTERVAL_IN_MS = 60_000

export interface KeepResumingDependencies extends ResumeDependencies {
  readonly logger: Logger
  readonly intervalInMs?: number
}

/** Look for unfinished documents now, and again and again until disposed. */
export function keepResuming(dependencies: KeepResumingDependencies): AsyncDisposable {
  const { logger, intervalInMs = INTERVAL_IN_MS } = dependencies
  const stop = new AbortController()

  async function look(): Promise<void> {
    try {
      const resumed = await resumeUnfinished(dependencies)
      if (resumed > 0) logger.warn({ documents: resumed }, 'documents that were left unfinished are read again')
    } catch (error) {
      logger.warn({ err: error }, 'unfinished documents could not be looked for')
    }
  }

  async function lookAgainAndAgain(): Promise<void> {
    while (!stop.signal.aborted) {
      await look()
      await setTimeout(intervalInMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
    }
  }

  const looking = lookAgainAndAgain()
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await looking
    },
  }
}
