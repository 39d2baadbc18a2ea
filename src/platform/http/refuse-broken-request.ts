import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { problem } from '../../contracts/errors.ts'
import { problemBody } from './problem-replies.ts'

/** What Node calls the ways in which a request can be broken, and what to do about each. */
const DETAILS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'Send shorter headers; all of them together may have 64 KB.',
  ERR_HTTP_REQUEST_TIMEOUT: 'Send the whole request within two minutes.',
}

/** Answer what could not even be read as a request with a problem, as every other error is, and close the connection. */
export function refuseBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const detail = DETAILS[error.code ?? ''] ?? 'Send a request that follows HTTP/1.1.'
  const requestId = randomUUID()
  const body = JSON.stringify(problemBody(problem('invalid-request', detail), requestId))
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
