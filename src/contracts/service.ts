import type { z } from 'zod'
import type { CallContext } from './call-context.ts'

/** One operation a service offers: what goes in, what comes out, and whether the answer arrives in pieces. */
export interface Operation {
  readonly input: z.ZodType
  readonly output: z.ZodType
  readonly streams?: boolean
}

/** A service seen from outside: a name and its operations. Local builds and remote clients both satisfy its `Port`. */
export interface ServiceContract {
  readonly name: string
  readonly operations: Readonly<Record<string, Operation>>
}

type Handler<O extends Operation> = O['streams'] extends true
  ? (input: z.output<O['input']>, context: CallContext) => AsyncIterable<z.output<O['output']>>
  : (input: z.output<O['input']>, context: CallContext) => Promise<z.output<O['output']>>

/** The TypeScript interface that a contract describes. */
export type Port<S extends ServiceContract> = {
  readonly [K in keyof S['operations']]: Handler<S['operations'][K]>
}
