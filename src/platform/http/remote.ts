import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { CallContext } from '../../contracts/call-context.ts'
import { isProblem, PROBLEMS, type ProblemCode, problem } from '../../contracts/errors.ts'
import type { Operation, Port, ServiceContract } from '../../contracts/service.ts'
import { callContextOf } from './call-context.ts'
import { CALL_CONTEXT_HEADER, type CallContextTokens } from './call-context-token.ts'
import { toProblem } from './problem-replies.ts'

/** Operations are published under this prefix; the gateway never forwards it. */
export const INTERNAL_PREFIX = '/internal'

type AnyHandler = (input: unknown, context: CallContext) => Promise<unknown> | AsyncIterable<unknown>

/** Publish a local service to the other processes, one POST route per operation. Streams are newline-delimited JSON. */
export function expose<S extends ServiceContract>(app: FastifyInstance, contract: S, service: Port<S>): void {
  const handlers = service as unknown as Readonly<Record<string, AnyHandler>>
  for (const [name, operation] of Object.entries(contract.operations)) {
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`service ${contract.name} does not implement ${name}`)
    app.post(`${INTERNAL_PREFIX}/${contract.name}/${name}`, { schema: { hide: true } }, async (request, reply) => {
      const context = callContextOf(request)
      const result = handler(operation.input.parse(request.body), context)
      if (!operation.streams) return operation.output.parse(await (result as Promise<unknown>))
      await sendLines(reply, result as AsyncIterable<unknown>, context.signal)
      return reply
    })
  }
}

/** A client that satisfies the same port by calling the process that hosts the service. */
export function connect<S extends ServiceContract>(contract: S, baseUrl: string, tokens: CallContextTokens): Port<S> {
  const call = async (name: string, input: unknown, context: CallContext): Promise<Response> => {
    const headers = {
      'content-type': 'application/json',
      'x-request-id': context.requestId,
      [CALL_CONTEXT_HEADER]: await tokens.sign(context, contract.name),
    }
    const url = `${baseUrl}${INTERNAL_PREFIX}/${contract.name}/${name}`
    const response = await fetchPeer(contract.name, url, {
      method: 'POST',
      headers,
      body: JSON.stringify(input),
      signal: context.signal,
    })
    if (!response.ok) throw problemOf(contract.name, await response.text())
    return response
  }
  const entries = Object.entries(contract.operations).map(([name, operation]): [string, AnyHandler] => [
    name,
    operation.streams
      ? (input, context) => readLines(operation, call(name, input, context))
      : async (input, context) => operation.output.parse(await (await call(name, input, context)).json()),
  ])
  return Object.fromEntries(entries) as unknown as Port<S>
}

async function fetchPeer(service: string, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    init.signal?.throwIfAborted()
    throw problem('service-unavailable', `The ${service} service cannot be reached; try again in a moment.`, {
      cause: error,
      retryAfterInSeconds: 2,
    })
  }
}

const RemoteProblem = z.object({ code: z.string(), detail: z.string() })

function problemOf(service: string, body: string): Error {
  const parsed = RemoteProblem.safeParse(parseJson(body))
  if (parsed.success && parsed.data.code in PROBLEMS)
    return problem(parsed.data.code as ProblemCode, parsed.data.detail)
  return problem('service-unavailable', `The ${service} service did not answer; try again in a moment.`, {
    retryAfterInSeconds: 2,
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const Line = z.union([z.object({ part: z.unknown() }), z.object({ problem: RemoteProblem })])

async function sendLines(reply: FastifyReply, parts: AsyncIterable<unknown>, signal: AbortSignal): Promise<void> {
  const iterator = parts[Symbol.asyncIterator]()
  const first = await iterator.next()
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson' })
  try {
    for (let next = first; !next.done; next = await iterator.next()) {
      signal.throwIfAborted()
      reply.raw.write(`${JSON.stringify({ part: next.value })}\n`)
    }
  } catch (error) {
    const known = isProblem(error) ? error : toProblem(error)
    reply.raw.write(`${JSON.stringify({ problem: { code: known.code, detail: known.message } })}\n`)
  } finally {
    await iterator.return?.()
    reply.raw.end()
  }
}

async function* readLines(operation: Operation, pending: Promise<Response>): AsyncGenerator {
  const response = await pending
  if (response.body === null) return
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const parsed = Line.parse(JSON.parse(line))
      if ('problem' in parsed) throw problem(parsed.problem.code as ProblemCode, parsed.problem.detail)
      yield operation.output.parse(parsed.part)
    }
  }
}
