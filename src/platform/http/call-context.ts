import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CallContext, Clock } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import { hasRole, type Principal, type Role } from '../../contracts/principal.ts'
import { type TraceContext, traceContextOf } from './trace-context.ts'

/** Name of the request decorator that carries the inbound call. */
export const INBOUND_CALL = 'inboundCall'

/** A request on its way in: known to be one, not yet known by whom. */
export interface InboundCall {
  readonly requestId: string
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly principal: Principal | null
  readonly trace: TraceContext
}

/** Start a call for a request. Its signal is aborted when the client goes away before the reply is complete. */
export function startInboundCall(request: FastifyRequest, reply: FastifyReply, clock: Clock): InboundCall {
  const abort = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) abort.abort(problem('request-cancelled', 'The client closed the connection.'))
  })
  const call: InboundCall = {
    requestId: request.id,
    signal: abort.signal,
    clock,
    principal: null,
    trace: traceContextOf(request.headers),
  }
  request.setDecorator<InboundCall>(INBOUND_CALL, call)
  return call
}

/** Record who a request comes from; called only with a principal that was verified, or with null for nobody yet. */
export function identifyInboundCall(request: FastifyRequest, principal: Principal | null): void {
  const call = inboundCallOf(request)
  request.setDecorator<InboundCall>(INBOUND_CALL, { ...call, principal })
}

/** The inbound call of a request, identified or not. */
export function inboundCallOf(request: FastifyRequest): InboundCall {
  return request.getDecorator<InboundCall>(INBOUND_CALL)
}

/** The call context of an identified request. Throws `not-authenticated` when nobody was identified: the default is to refuse. */
export function callContextOf(request: FastifyRequest): CallContext {
  const { principal, ...call } = inboundCallOf(request)
  if (principal === null) throw problem('not-authenticated', 'Send a bearer token, or sign in with your browser first.')
  return { ...call, principal }
}

/** Throw `role-missing` unless the caller holds the role or a higher one. */
export function requireRole(context: CallContext, role: Role): void {
  if (hasRole(context.principal, role)) return
  throw problem('role-missing', `This needs the role ${role}; ask an administrator of your organisation for it.`)
}
