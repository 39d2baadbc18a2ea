import type { FastifyRequest } from 'fastify'
import { problem } from '../contracts/errors.ts'

/** Throw `request-forgery` unless a form came from a page at our own address. Every browser says where a form comes from. */
export function refuseForeignForm(request: FastifyRequest, baseAddress: string): void {
  if (request.headers.origin === new URL(baseAddress).origin) return
  throw problem('request-forgery', `Open ${baseAddress} in your browser and sign in there.`)
}
