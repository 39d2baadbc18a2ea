import type { FastifyReply } from 'fastify'

const LAST_HEADERS = Symbol('last headers')
type SetHeaders = (reply: FastifyReply) => void
type Marked = FastifyReply['raw'] & { [LAST_HEADERS]?: SetHeaders }

/** Name a function that sets headers of a streamed reply when its first byte is ready: hooks for sending do not see streams. */
export function beforeStream(reply: FastifyReply, set: SetHeaders): void {
  ;(reply.raw as Marked)[LAST_HEADERS] = set
}

/** Call the function that `beforeStream` named, if any. Every reply that writes itself calls it before its headers go out. */
export function setLastHeaders(reply: FastifyReply): void {
  ;(reply.raw as Marked)[LAST_HEADERS]?.(reply)
}
