import { problem } from '../../contracts/errors.ts'
import type { OnnxItem } from './onnx-protocol.ts'

/** Items that go to the model together: a question waits for at most one such batch of passages. */
const ITEMS_PER_BATCH = 4
/** Requests that may wait; a machine that is further behind than this would answer after everybody has left. */
const MOST_WAITING = 256

/** What somebody wants from the model. */
export interface ModelWork {
  readonly items: readonly OnnxItem[]
  /** Somebody waits for it: it goes before work that does not say so. */
  readonly urgent: boolean
  readonly signal: AbortSignal
}

interface Waiting extends ModelWork {
  readonly results: Float32Array[]
  readonly resolve: (results: readonly Float32Array[]) => void
  readonly reject: (reason: unknown) => void
}

export type RunBatch = (items: readonly OnnxItem[]) => Promise<readonly Float32Array[]>

/** Let requests share a model that does one thing at a time: in small batches, urgent ones first, each in its order. */
export function createMicroBatches(runBatch: RunBatch): (work: ModelWork) => Promise<readonly Float32Array[]> {
  const urgent: Waiting[] = []
  const patient: Waiting[] = []
  let isRunning = false

  async function pump(): Promise<void> {
    if (isRunning) return
    isRunning = true
    for (let next = urgent[0] ?? patient[0]; next !== undefined; next = urgent[0] ?? patient[0]) await advance(next)
    isRunning = false
  }

  async function advance(work: Waiting): Promise<void> {
    try {
      const done = work.results.length
      work.results.push(...(await runBatch(work.items.slice(done, done + ITEMS_PER_BATCH))))
      if (work.results.length < work.items.length) return
      work.resolve(work.results)
    } catch (error) {
      work.reject(error)
    }
    leave(work)
  }

  function leave(work: Waiting): void {
    for (const queue of [urgent, patient]) {
      const at = queue.indexOf(work)
      if (at >= 0) queue.splice(at, 1)
    }
  }

  return ({ items, urgent: isUrgent, signal }) => {
    if (signal.aborted) return Promise.reject(signal.reason as Error)
    if (items.length === 0) return Promise.resolve([])
    if (urgent.length + patient.length >= MOST_WAITING)
      return Promise.reject(
        problem('service-unavailable', 'The model on this machine is busy; try again in a moment.', {
          retryAfterInSeconds: 1,
        }),
      )
    const { promise, resolve, reject } = Promise.withResolvers<readonly Float32Array[]>()
    const work: Waiting = { items, urgent: isUrgent, signal, results: [], resolve, reject }
    const onAbort = () => {
      leave(work)
      reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    ;(isUrgent ? urgent : patient).push(work)
    void pump()
    return promise.finally(() => signal.removeEventListener('abort', onAbort))
  }
}
