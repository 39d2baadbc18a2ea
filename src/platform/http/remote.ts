import { SpanKind } from '@opentelemetry/api'
import type { FastifyInstance } from 'fastify'
import type { CallContext } from '../../contracts/call-context.ts'
import type { Operation, Port, ServiceContract } from '../../contracts/service.ts'
import { otherRoles } from '../../policies/other-roles.ts'
import type { Step, Tracing } from '../telemetry/telemetry.ts'
import { callContextOf } from './call-context.ts'
import { CALL_CONTEXT_HEADER, type CallContextTokens } from './call-context-token.ts'
import { parseJson, readLines, sendLines } from './remote-lines.ts'
import { brokenOff, problemFrom, unreachable } from './remote-problem.ts'

/** Operations are published under this prefix; the gateway never forwards it. */
export const INTERNAL_PREFIX = '/internal'

type AnyHandler = (input: unknown, context: CallContext) => Promise<unknown> | AsyncIterable<unknown>

/** Publish a local service to the other processes, one POST route per operation. Streams are newline-delimited JSON. */
export function expose<S extends ServiceContract>(app: FastifyInstance, contract: S, service: Port<S>): void {
  const handlers = service as unknown as Readonly<Record<string, AnyHandler>>
  for (const [name, operation] of Object.entries(contract.operations)) {
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`service ${contract.name} does not implement ${name}`)
    app.post(
      `${INTERNAL_PREFIX}/${contract.name}/${name}`,
      { schema: { hide: true }, config: { policy: otherRoles } },
      async (request, reply) => {
        const context = callContextOf(request)
        const result = handler(operation.input.parse(request.body), context)
        if (!operation.streams) return operation.output.parse(await (result as Promise<unknown>))
        await sendLines(reply, result as AsyncIterable<unknown>, context.signal)
        return reply
      },
    )
  }
}

/** A client that satisfies the same port by calling the process that hosts the service. */
export function connect<S extends ServiceContract>(
  contract: S,
  baseUrl: string,
  { tokens, tracing }: Connection,
): Port<S> {
  const call = async (name: string, input: unknown, context: CallContext): Promise<Response> => {
    const path = `${INTERNAL_PREFIX}/${contract.name}/${name}`
    const headers = {
      'content-type': 'application/json',
      'x-request-id': context.requestId,
      ...traceHeaders(tracing, context),
      [CALL_CONTEXT_HEADER]: await tokens.sign(context, { audience: contract.name, method: 'POST', path }),
    }
    const response = await fetchPeer(contract.name, `${baseUrl}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(input),
      signal: context.signal,
    })
    if (!response.ok) throw await problemOf(contract.name, response)
    return response
  }
  const entries = Object.entries(contract.operations).map(([name, operation]): [string, AnyHandler] => [
    name,
    operation.streams
      ? (input, context) =>
          tracing.stream(stepOf(contract, name, tracing, context), () =>
            readParts(operation, contract.name, () => call(name, input, context), context),
          )
      : (input, context) =>
          tracing.run(stepOf(contract, name, tracing, context), async () =>
            operation.output.parse(await readJson(contract.name, await call(name, input, context), context)),
          ),
  ])
  return Object.fromEntries(entries) as unknown as Port<S>
}

/** What reaches another process carries. */
export interface Connection {
  readonly tokens: CallContextTokens
  readonly tracing: Tracing
}

/** A call to another process, below the step that makes it; a caller that runs outside of any says in its context whose it is. */
function stepOf({ name: service }: ServiceContract, operation: string, tracing: Tracing, { trace }: CallContext): Step {
  return {
    name: `${service}/${operation}`,
    kind: SpanKind.CLIENT,
    attributes: { 'rpc.system': 'footnote', 'rpc.service': service, 'rpc.method': operation },
    parent: tracing.current() === undefined ? trace : undefined,
  }
}

/** A step of ours; where traces go nowhere, what the request came with. */
function traceHeaders(tracing: Tracing, { trace }: CallContext): Record<string, string> {
  const headers = tracing.current() ?? trace
  if (headers === undefined) return {}
  const { traceparent, tracestate } = headers
  return tracestate === undefined ? { traceparent } : { traceparent, tracestate }
}

async function fetchPeer(service: string, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    init.signal?.throwIfAborted()
    throw unreachable(service, error)
  }
}

async function readJson(service: string, response: Response, { signal }: CallContext): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    signal.throwIfAborted()
    throw brokenOff(service, cause)
  }
}

async function problemOf(service: string, response: Response): Promise<Error> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const body = parseJson(await response.text().catch(() => ''))
  return problemFrom(service, { ...Object(body), ...(retryAfter > 0 ? { retry_after_in_seconds: retryAfter } : {}) })
}

/** The service is called when the first part is asked for: nobody would catch the error of a stream that nobody reads. */
async function* readParts(
  { output }: Operation,
  service: string,
  call: () => Promise<Response>,
  { signal }: CallContext,
): AsyncGenerator {
  for await (const part of readLines(service, await call(), signal)) yield output.parse(part)
}
