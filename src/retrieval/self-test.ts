import { problem } from '../contracts/errors.ts'
import type { Retrieval } from '../contracts/retrieval.ts'
import type { Telemetry } from '../platform/telemetry/telemetry.ts'
import { proveSeparation, type SeparationDependencies, SeparationError } from './prove-separation.ts'

/** It takes a tenth of a second; longer than this and something hangs. */
const DEADLINE_IN_MS = 10_000

/** Whether access lists hold in this installation, found out before anybody is answered. */
export interface SelfTest extends AsyncDisposable {
  /** Begin now instead of at the first question. */
  readonly start: () => void
  /** Resolves when it has passed, at once from then on. Throws `service-unavailable` when it has not. */
  readonly passed: () => Promise<void>
}

export interface SelfTestDependencies extends SeparationDependencies {
  readonly logger: Telemetry['logger']
  readonly meter: Telemetry['meter']
}

/**
 * A self-test that runs once. It fails closed: a leak stays a failure until somebody has looked at it; a test that could
 * not be run, because a part was not available, is run again when it is asked for.
 */
export function createSelfTest(dependencies: SelfTestDependencies): SelfTest {
  const stop = new AbortController()
  const leak = dependencies.meter.createGauge('footnote_access_leak', {
    description: '1 when the self-test found what its reader must not find; 0 when it has passed.',
  })
  let running: Promise<void> | null = null
  const provenBy = async (proof: Promise<void>): Promise<void> => {
    try {
      await proof
      leak.record(0)
    } catch (error) {
      if (error instanceof SeparationError) leak.record(1)
      throw error
    }
  }
  const passed = (): Promise<void> =>
    (running ??= provenBy(run(dependencies, stop.signal)).catch((error: unknown) => {
      if (!(error instanceof SeparationError)) running = null
      const detail =
        'Whether access lists hold is not certain here, so nothing is answered; an administrator finds the reason in the log.'
      throw problem('service-unavailable', detail, { cause: error })
    }))
  return {
    passed,
    start: () => void passed().catch(() => undefined),
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error('the process stops'))
      await running?.catch(() => undefined)
    },
  }
}

async function run({ logger, ...dependencies }: SelfTestDependencies, stop: AbortSignal): Promise<void> {
  const startedAt = performance.now()
  const signal = AbortSignal.any([stop, AbortSignal.timeout(DEADLINE_IN_MS)])
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  )
  late.catch(() => undefined)
  const proof = proveSeparation(dependencies, signal)
  proof.catch(() => undefined)
  try {
    // A stop waits for the proof, so that it can remove its traces; only a proof that hangs is left behind.
    await Promise.race([proof, late])
  } catch (error) {
    if (stop.aborted) await proof.catch(() => undefined)
    else if (error instanceof SeparationError)
      logger.fatal({ err: error }, `Access lists do not hold here: ${error.message}. Nothing is answered.`)
    else
      logger.error(
        { err: error },
        'The self-test of access lists could not be run. Nothing is answered until it has passed.',
      )
    throw error
  }
  logger.info({ duration_ms: Math.round(performance.now() - startedAt) }, 'access lists hold: the self-test has passed')
}

/** A retrieval service that finds nothing for anybody before the self-test has passed. */
export function afterSelfTest(retrieval: Retrieval, { passed }: SelfTest): Retrieval {
  return {
    search: async (input, context) => {
      await passed()
      return retrieval.search(input, context)
    },
  }
}
