import type { Meter } from '@opentelemetry/api'
import type { Logger } from 'pino'
import type { Clock } from '../../contracts/call-context.ts'
import { type AlertState, claimTelling, markTold, recordAlert } from './alert-state.ts'
import { forgetObsolete } from './forget-obsolete.ts'
import type { DeadLetterDependencies } from './list-dead-letters.ts'
import { type AlertMessage, postAlert } from './post-alert.ts'

const INTERVAL_IN_MS = 15_000

export interface WatchDependencies extends DeadLetterDependencies {
  readonly clock: Clock
  readonly logger: Logger
  readonly meter: Meter
  /** The alert is raised when there are more dead letters than `above`; the webhook is told of it, and of its end. */
  readonly alert: { readonly above: number; readonly webhook: string | undefined }
  /** How long to wait before a webhook that failed is tried again. */
  readonly firstWaitInMs?: number
}

export interface DeadLetterWatch extends AsyncDisposable {
  /** Look now. Resolves when metrics and log are up to date; a webhook is not waited for. */
  readonly look: () => Promise<void>
}

/** Watch how many dead letters there are, every 15 s until it is closed. Never throws: what fails is tried at the next look. */
export function watchDeadLetters(dependencies: WatchDependencies): DeadLetterWatch {
  const { bus, database, clock, logger, meter, alert } = dependencies
  const depthGauge = meter.createGauge('footnote_dead_letters', { description: 'Jobs and events that were given up.' })
  const alertGauge = meter.createGauge('footnote_dead_letter_alert', {
    description: '1 while there are more dead letters than the alert allows.',
  })
  const closing = new AbortController()
  let [looking, telling]: (Promise<void> | null)[] = [null, null]
  let cleanFrom: string | undefined

  const lookOnce = async (): Promise<void> => {
    try {
      let depth = await bus.deadLetterDepth()
      if (depth > 0) {
        const { forgotten, next } = await forgetObsolete(dependencies, cleanFrom)
        cleanFrom = next
        depth -= forgotten
      }
      const raised = depth > alert.above
      depthGauge.record(depth)
      alertGauge.record(raised ? 1 : 0)
      const isOurs = await recordAlert(database, { raised, since: new Date(clock.now()) }, alert.webhook === undefined)
      if (isOurs) logChange(logger, raised, depth, alert.above)
      telling ??= tell(dependencies, depth, closing.signal).finally(() => {
        telling = null
      })
    } catch (error) {
      logger.warn({ err: error }, 'the dead letters could not be counted; they are counted again soon')
    }
  }
  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => {
      looking = null
    })
    return looking
  }
  const timer = setInterval(() => void look(), INTERVAL_IN_MS)
  timer.unref()
  return {
    look,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await looking
      closing.abort(new Error('the process stops'))
      await telling
    },
  }
}

function logChange(logger: Logger, raised: boolean, depth: number, above: number): void {
  const facts = { dead_letters: depth, above }
  if (raised) logger.warn(facts, 'there are many dead letters; see them with "footnote dead-letters list"')
  else logger.info(facts, 'there are few dead letters again')
}

/** Tell the webhook what has changed, unless another process does or has. */
async function tell(
  { database, clock, logger, alert: { above, webhook }, firstWaitInMs }: WatchDependencies,
  depth: number,
  signal: AbortSignal,
): Promise<void> {
  if (webhook === undefined) return
  try {
    const state = await claimTelling(database, new Date(clock.now()))
    if (state === null) return
    try {
      await postAlert(webhook, messageOf(state, depth, above), {
        signal,
        ...(firstWaitInMs === undefined ? {} : { firstWaitInMs }),
      })
    } catch (error) {
      // A process that stops leaves it to another, or to itself at the next start.
      if (signal.aborted) return
      logger.error({ err: error }, 'the webhook for dead letters could not be told')
    }
    await markTold(database, state)
  } catch (error) {
    logger.warn({ err: error }, 'whether the webhook for dead letters has to be told could not be found out')
  }
}

function messageOf({ raised, since }: AlertState, depth: number, above: number): AlertMessage {
  const facts = { dead_letters: depth, above, since: since.toISOString() }
  if (!raised) {
    const text = `Footnote has ${depth} dead letters: no longer more than ${above}.`
    return { type: 'dead-letters-cleared', ...facts, text }
  }
  const text = `Footnote has ${depth} dead letters, more than ${above}. See them with "footnote dead-letters list".`
  return { type: 'dead-letters-raised', ...facts, text }
}
