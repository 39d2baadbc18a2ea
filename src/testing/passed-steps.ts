import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type PassedStep, STEPS_CHANNEL } from '../ingestion/steps.ts'

/** The steps that documents of one tenant passed, as they happen. Dispose it to stop listening. */
export interface WatchedSteps extends Disposable {
  readonly passed: readonly PassedStep[]
}

/** Listen to the steps of a tenant's documents. */
export function watchSteps(tenantId: string): WatchedSteps {
  const passed: PassedStep[] = []
  const listener = (message: unknown): void => {
    const step = message as PassedStep
    if (step.tenantId === tenantId) passed.push(step)
  }
  subscribe(STEPS_CHANNEL, listener)
  return { passed, [Symbol.dispose]: () => void unsubscribe(STEPS_CHANNEL, listener) }
}
