import type { CallContext } from '../../contracts/call-context.ts'
import type { Port, ServiceContract } from '../../contracts/service.ts'
import type { Tracing } from '../telemetry/telemetry.ts'

type AnyHandler = (input: unknown, context: CallContext) => unknown

/** A service of this process whose operations are steps of a trace, named as they are when another process hosts it. */
export function traceService<S extends ServiceContract>(contract: S, service: Port<S>, tracing: Tracing): Port<S> {
  if (!tracing.isOn) return service
  const handlers = service as unknown as Readonly<Record<string, AnyHandler>>
  const traced = Object.entries(contract.operations).map(([operation, { streams }]): [string, AnyHandler] => {
    const step = { name: `${contract.name}/${operation}` }
    return [
      operation,
      streams === true
        ? (input, context) =>
            tracing.stream(step, () => handlers[operation]?.(input, context) as AsyncIterable<unknown>)
        : (input, context) => tracing.run(step, async () => handlers[operation]?.(input, context)),
    ]
  })
  return Object.fromEntries(traced) as unknown as Port<S>
}
