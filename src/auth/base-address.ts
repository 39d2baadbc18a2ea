import type { FastifyInstance } from 'fastify'

/** The address under which people reach this installation: the configured one, or where this process listens. */
export type BaseAddress = () => string

const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** Known once the process listens, because the port may be any free one. */
export function baseAddressOf(app: FastifyInstance, publicUrl: string | undefined): BaseAddress {
  return () => {
    if (publicUrl !== undefined) return publicUrl
    const bound = app.server.address()
    // Without a port only this process itself asks; then any address will do.
    if (bound === null || typeof bound === 'string') return 'http://127.0.0.1'
    const host = ANY_ADDRESS.has(bound.address) ? '127.0.0.1' : bound.address
    return `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`
  }
}
