import { setTimeout as wait } from 'node:timers/promises'
import { parentPort, Worker, workerData } from 'node:worker_threads'

const INTERVAL_IN_MS = 50

/** Asks /healthz again and again from a thread of its own: what its starter does meanwhile does not slow its clock. */
export interface HealthProbe {
  /** How long each request took, in milliseconds, since it was asked last. */
  readonly take: () => Promise<number[]>
  readonly stop: () => Promise<void>
}

/** Start to ask; the first figures are those of a connection that has to be made. */
export function startHealthProbe(url: string): HealthProbe {
  const worker = new Worker(new URL(import.meta.url), { workerData: { probed: url } })
  return {
    take: () => {
      const { promise, resolve, reject } = Promise.withResolvers<number[]>()
      worker.once('message', resolve).once('error', reject)
      worker.postMessage('take')
      return promise
    },
    stop: async () => void (await worker.terminate()),
  }
}

async function probe(url: string): Promise<never> {
  let durations: number[] = []
  parentPort?.on('message', () => {
    parentPort?.postMessage(durations)
    durations = []
  })
  for (;;) {
    const startedAt = performance.now()
    const response = await fetch(`${url}/healthz`)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`/healthz answered ${response.status}`)
    durations.push(performance.now() - startedAt)
    await wait(INTERVAL_IN_MS)
  }
}

if (parentPort !== null) await probe((workerData as { readonly probed: string }).probed)
