import type { FastifyRequest } from 'fastify'

/** The address that people use, for links to originals: as configured, else the one that this request was sent to. */
export function originOf(request: FastifyRequest, publicUrl: string | undefined): string {
  return publicUrl === undefined ? `${request.protocol}://${request.host}` : new URL(publicUrl).origin
}
