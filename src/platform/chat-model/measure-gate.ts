import type { Meter } from '@opentelemetry/api'
import type { CircuitState } from './circuit-breaker.ts'
import type { ModelGate } from './model-gate.ts'

const LEVEL_OF: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 1, open: 2 }

/** Show in the metrics whether each model is used at the moment, and how many calls run and wait. */
export function measureGates(meter: Meter, gates: readonly (readonly [model: string, gate: ModelGate])[]): void {
  const circuit = meter.createObservableGauge('footnote_chat_model_circuit', {
    description: 'Whether a chat model is used: 0 yes, 1 one call finds out, 2 not until it is asked again.',
  })
  const calls = meter.createObservableGauge('footnote_chat_model_calls', {
    description: 'Calls to a chat model that run or wait for their turn.',
  })
  circuit.addCallback((result) => {
    for (const [model, gate] of gates) result.observe(LEVEL_OF[gate.state().circuit], { model })
  })
  calls.addCallback((result) => {
    for (const [model, gate] of gates) {
      const { running, waiting } = gate.state()
      result.observe(running, { model, state: 'running' })
      result.observe(waiting, { model, state: 'waiting' })
    }
  })
}
