import { problemFromReply, RequestFailed } from './problem.ts'

/** Must accompany every request that changes something: a foreign page cannot set it without the server's consent. */
export const FORGERY_HEADER = 'x-footnote'

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly json?: unknown
  readonly accept?: string
  readonly signal?: AbortSignal | undefined
}

/** Send a request with the session cookie. Resolves for 2xx only; everything else throws `RequestFailed`. */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const method = options.method ?? 'GET'
  const headers = new Headers({ accept: options.accept ?? 'application/json' })
  if (method !== 'GET') headers.set(FORGERY_HEADER, '1')
  if (options.json !== undefined) headers.set('content-type', 'application/json')
  const reply = await fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: options.signal ?? null,
    body: options.json === undefined ? null : JSON.stringify(options.json),
  })
  if (reply.ok) return reply
  throw new RequestFailed(problemFromReply(reply.status, await reply.text(), reply.headers.get('retry-after')))
}
