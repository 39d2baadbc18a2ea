import type { RateBudget } from './rate-budget.ts'

/** A call that wants to begin. */
export interface QueuedCall {
  /** What prompt and answer may take together. */
  readonly tokens: number
  /** Somebody reads what comes: goes before everything that nobody waits for. */
  readonly urgent: boolean
}

/** The call cannot begin in time: the queue is full, or its turn comes too late. */
export class QueueRefusal extends Error {
  override readonly name = 'QueueRefusal'
  readonly retryInMs: number

  constructor(retryInMs: number) {
    super('no place in the queue of the model')
    this.retryInMs = retryInMs
  }
}

export interface CallQueue {
  /** Wait for a turn; dispose of it when the call has ended. Throws `QueueRefusal`, or the reason of the signal. */
  readonly enter: (call: QueuedCall, signal: AbortSignal) => Promise<Disposable>
  readonly running: () => number
  readonly waiting: () => number
}

export interface CallQueueOptions {
  readonly budget: RateBudget
  readonly atOnce: number
  readonly mostWaiting: number
  readonly longestWaitInMs: number
}

interface Waiting extends QueuedCall {
  readonly admit: (turn: Disposable) => void
  readonly refuse: (reason: unknown) => void
}

/** Make a bounded queue before a model server: urgent calls first, each in the order it came, none for too long. */
export function createCallQueue({ budget, atOnce, mostWaiting, longestWaitInMs }: CallQueueOptions): CallQueue {
  const queue: Waiting[] = []
  let running = 0
  let next: NodeJS.Timeout | undefined

  function admitReady(): void {
    clearTimeout(next)
    for (let first = queue[0]; first !== undefined && running < atOnce; first = queue[0]) {
      const delay = budget.delayInMs(first.tokens)
      if (delay > 0) {
        next = setTimeout(admitReady, delay)
        return
      }
      budget.take(first.tokens)
      running += 1
      first.admit(createTurn())
    }
  }

  function createTurn(): Disposable {
    let over = false
    return {
      [Symbol.dispose]: () => {
        if (over) return
        over = true
        running -= 1
        admitReady()
      },
    }
  }

  /** In a full queue an urgent call takes the place of the last one that is not. */
  function makeRoom(call: QueuedCall): void {
    if (queue.length < mostWaiting) return
    const last = queue.at(-1)
    if (last === undefined || last.urgent || !call.urgent) throw new QueueRefusal(longestWaitInMs)
    last.refuse(new QueueRefusal(longestWaitInMs))
  }

  async function enter(call: QueuedCall, signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted()
    const delay = budget.delayInMs(call.tokens)
    if (delay > longestWaitInMs) throw new QueueRefusal(delay)
    if (running >= atOnce || queue.length > 0) makeRoom(call)
    const { waiting, turn } = waitFor(call, signal, longestWaitInMs, (left) => {
      queue.splice(queue.indexOf(left), 1)
      // Whoever is next may need less of the budget.
      queueMicrotask(admitReady)
    })
    const behind = call.urgent ? queue.findIndex(({ urgent }) => !urgent) : -1
    queue.splice(behind < 0 ? queue.length : behind, 0, waiting)
    admitReady()
    return turn
  }

  return { enter, running: () => running, waiting: () => queue.length }
}

interface Wait {
  readonly waiting: Waiting
  readonly turn: Promise<Disposable>
}

/** A place in the queue that is left once: with a turn, refused, too late, or because the caller went away. */
function waitFor(
  call: QueuedCall,
  signal: AbortSignal,
  longestWaitInMs: number,
  whenLeft: (waiting: Waiting) => void,
): Wait {
  const { promise: turn, resolve, reject } = Promise.withResolvers<Disposable>()
  const leave = () => {
    clearTimeout(late)
    signal.removeEventListener('abort', gone)
    whenLeft(waiting)
  }
  const waiting: Waiting = {
    ...call,
    admit: (given) => {
      leave()
      resolve(given)
    },
    refuse: (reason) => {
      leave()
      reject(reason)
    },
  }
  const gone = () => waiting.refuse(signal.reason)
  const late = setTimeout(() => waiting.refuse(new QueueRefusal(longestWaitInMs)), longestWaitInMs)
  signal.addEventListener('abort', gone, { once: true })
  return { waiting, turn }
}
