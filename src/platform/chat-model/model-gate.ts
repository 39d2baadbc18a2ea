import { type Clock, systemClock } from '../../contracts/call-context.ts'
import { type ProblemError, problem } from '../../contracts/errors.ts'
import { createCallQueue, type QueuedCall, QueueRefusal } from './call-queue.ts'
import { type CallOutcome, type CircuitState, createCircuitBreaker } from './circuit-breaker.ts'
import { createRateBudget, type RateBudget } from './rate-budget.ts'

/** What every call to one model server passes: breaker, queue and the limits that the server tells of. */
export interface ModelGate extends Pick<RateBudget, 'learn'> {
  /** Wait for a turn. Throws `model-unavailable` at once when it will not come in time or the server is down. */
  readonly enter: (call: QueuedCall, signal: AbortSignal) => Promise<GatePass>
  readonly state: () => GateState
}

export interface GateState {
  readonly circuit: CircuitState
  readonly running: number
  readonly waiting: number
}

/** A call that may run; disposing of it without a word says that it ended before the server could show anything. */
export interface GatePass extends Disposable {
  readonly end: (outcome: CallOutcome) => void
}

export interface ModelGateOptions {
  readonly clock?: Clock
  /** Calls that the server is sent at the same time. */
  readonly atOnce?: number
  readonly mostWaiting?: number
  readonly longestWaitInMs?: number
}

/** More than any server answers quickly at the same time; hosted models tell lower limits themselves. */
const CALLS_AT_ONCE = 100
const MOST_WAITING = 200
/** Somebody waits, and the next model, or quotations, answer sooner than this. */
const LONGEST_WAIT_IN_MS = 5_000

/** Make the gate before one model. */
export function createModelGate({
  clock = systemClock,
  atOnce = CALLS_AT_ONCE,
  mostWaiting = MOST_WAITING,
  longestWaitInMs = LONGEST_WAIT_IN_MS,
}: ModelGateOptions = {}): ModelGate {
  const budget = createRateBudget(clock)
  const breaker = createCircuitBreaker({ clock })
  const queue = createCallQueue({ budget, atOnce, mostWaiting, longestWaitInMs })

  function refuseWhileDown(): void {
    const inMs = breaker.retryInMs()
    if (inMs > 0) throw later('was down a moment ago and is asked again soon', inMs)
  }

  return {
    learn: budget.learn,
    state: () => ({ circuit: breaker.state(), running: queue.running(), waiting: queue.waiting() }),
    enter: async (call, signal) => {
      refuseWhileDown()
      const turn = await queue.enter(call, signal).catch((error: unknown) => {
        throw error instanceof QueueRefusal ? later('has too much to do', error.retryInMs) : error
      })
      try {
        // Those before it in the queue may have found the server down.
        refuseWhileDown()
      } catch (error) {
        turn[Symbol.dispose]()
        throw error
      }
      return createPass(turn, breaker.begin())
    },
  }
}

function createPass(turn: Disposable, tell: (outcome: CallOutcome) => void): GatePass {
  let told = false
  const end = (outcome: CallOutcome) => {
    if (told) return
    told = true
    tell(outcome)
    turn[Symbol.dispose]()
  }
  return { end, [Symbol.dispose]: () => end('unknown') }
}

function later(state: string, inMs: number): ProblemError {
  return problem('model-unavailable', `The language model ${state}; try again in a moment.`, {
    retryAfterInSeconds: Math.ceil(inMs / 1000),
  })
}
