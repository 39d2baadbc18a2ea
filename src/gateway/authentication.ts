import type { FastifyRequest } from 'fastify'
import type { Authentication } from '../contracts/auth.ts'

/** Name of the request decorator that carries what the auth service said about the caller. */
export const AUTHENTICATION = 'authentication'

/** The authentication of a request that passed the gateway, or null for one that needed none. */
export function authenticationOf(request: FastifyRequest): Authentication | null {
  return request.getDecorator<Authentication | null>(AUTHENTICATION)
}
