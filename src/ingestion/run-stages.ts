import type { Clock } from '../contracts/call-context.ts'
import type { GiveWay } from './give-way.ts'
import { HoldLost } from './hold-version.ts'
import type { VersionRow } from './version-progress.ts'
import type { OutageEnd } from './wait-out-outage.ts'

/** The parts of the way that take time and can fail, by the name that dead letters and timings give them. */
export type Stage = 'parsing' | 'embedding' | 'indexing'
export type Timings = NonNullable<VersionRow['timings']>

/** A stage of a document failed. Names the stage for the dead letter that may become of it. */
export class StageFailure extends Error {
  override readonly name = 'StageFailure'
  readonly stage: Stage
  /** True when a part that reading needs was missing for too long: the document is not at fault. */
  readonly isOutage: boolean

  constructor(stage: Stage, cause: unknown, isOutage: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.stage = stage
    this.isOutage = isOutage
  }
}

export interface StagesOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Lets those who ask come first before a stage begins. */
  readonly giveWay: GiveWay
  /** Waits when a part that reading needs is missing, and tells how that ended. */
  readonly outage: () => Promise<OutageEnd>
}

/** Runs the stages of one document, one after the other. */
export interface Stages {
  /** Run work of a stage, from its beginning again after every outage. Throws `StageFailure` when the bus has to try again. */
  readonly run: <T>(stage: Stage, work: () => Promise<T>) => Promise<T>
  /** How long each stage took so far, outages included. */
  readonly timings: () => Timings
}

/** Make the stages of one document. */
export function createStages({ clock, signal, giveWay, outage }: StagesOptions, known: Timings): Stages {
  const timings: { -readonly [Key in keyof Timings]: Timings[Key] } = { ...known }

  async function untilDone<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        // Nothing failed: the worker stops, or the document is no longer its own.
        if (error instanceof HoldLost || signal.aborted) throw error
        const end = await outage()
        if (end !== 'over') throw new StageFailure(stage, error, end === 'too-long')
      }
    }
  }

  return {
    timings: () => ({ ...timings }),
    run: async (stage, work) => {
      await giveWay(signal)
      const startedAt = clock.now()
      const result = await untilDone(stage, work)
      timings[stage] = (timings[stage] ?? 0) + Math.round(clock.now() - startedAt)
      return result
    },
  }
}
