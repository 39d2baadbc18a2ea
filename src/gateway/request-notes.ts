import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TokenUsage } from '../contracts/orchestration.ts'

/** Name of the request decorator that carries the notes. */
export const NOTES = 'notes'

/** What the gateway learns about a request on its way through: for the access log and `Server-Timing`. Times are milliseconds. */
export interface RequestNotes {
  /** Where the request came from, noted on arrival: a connection that ended meanwhile does not tell any more. */
  readonly address: string
  credential: 'token' | 'session' | 'api-key' | null
  authenticationInMs: number | null
  limitsInMs: number | null
  /** From the arrival to the moment when whoever answers was asked. */
  askedAfterInMs: number | null
  /** From the arrival to the first byte of the answer. */
  firstByteAfterInMs: number | null
  tokens: Pick<TokenUsage, 'prompt' | 'completion'> | null
}

export function newNotes(address: string): RequestNotes {
  return {
    address,
    credential: null,
    authenticationInMs: null,
    limitsInMs: null,
    askedAfterInMs: null,
    firstByteAfterInMs: null,
    tokens: null,
  }
}

export function notesOf(request: FastifyRequest): RequestNotes {
  return request.getDecorator<RequestNotes>(NOTES)
}

/** How long the gateway itself and whoever answered took, as `Server-Timing` says it; noted at the first byte. */
export function serverTiming(request: FastifyRequest, reply: FastifyReply): string {
  const notes = notesOf(request)
  const total = reply.elapsedTime
  notes.firstByteAfterInMs = total
  const answering = notes.askedAfterInMs === null ? 0 : total - notes.askedAfterInMs
  const parts = [`gw;dur=${(total - answering).toFixed(1)}`]
  if (notes.authenticationInMs !== null) parts.push(`auth;dur=${notes.authenticationInMs.toFixed(1)}`)
  if (notes.askedAfterInMs !== null) parts.push(`app;dur=${answering.toFixed(1)}`)
  return parts.join(', ')
}
