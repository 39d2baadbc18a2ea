import { createFootnoteClient } from '../../src/client/footnote-client.ts'

/** Must accompany every request that changes something: a foreign page cannot set it without the server's consent. */
export const FORGERY_HEADER = 'x-footnote'

/** The server that this page came from, with the session cookie of the visitor. Throws `RequestFailed`. */
export const client = createFootnoteClient('', (request) => {
  if (request.method !== 'GET') request.headers.set(FORGERY_HEADER, '1')
  return fetch(request, { credentials: 'same-origin', cache: 'no-store' })
})
