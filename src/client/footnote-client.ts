import createOpenApiClient, { type Client } from 'openapi-fetch'
import type { paths } from './openapi.ts'
import { problemFromReply, RequestFailed } from './request-failed.ts'

/** Every route of the public HTTP API, typed: `client.GET('/api/documents/{id}', { params: { path: { id } } })`. */
export type FootnoteClient = Client<paths>

/**
 * Talk to a Footnote. `send` is what requests go through: it adds the credential, and waits or retries as the caller
 * likes. Any reply but a 2xx throws `RequestFailed`, so that what comes back holds data: see `dataOf`.
 */
export function createFootnoteClient(baseUrl: string, send: (request: Request) => Promise<Response>): FootnoteClient {
  return createOpenApiClient<paths>({ baseUrl, fetch: async (request) => orThrow(await send(request)) })
}

/** The data of a reply. Throws `RequestFailed`. */
export async function dataOf<Data>(reply: Promise<{ readonly data?: Data }>): Promise<NonNullable<Data>> {
  const { data } = await reply
  if (data !== undefined && data !== null) return data
  throw new RequestFailed(problemFromReply(200, '', null))
}

/** The reply if it is a 2xx. Throws `RequestFailed` otherwise. */
export async function orThrow(reply: Response): Promise<Response> {
  if (reply.ok) return reply
  throw new RequestFailed(problemFromReply(reply.status, await reply.text(), reply.headers.get('retry-after')))
}

/** All pages of a list, each asked for when the one before was used; `read` gets the cursor to send along. */
export async function* everyPage<Page extends { readonly next_cursor: string | null }>(
  read: (after: { readonly cursor?: string }) => Promise<Page>,
): AsyncGenerator<Page> {
  for (let after: { readonly cursor?: string } = {}; ; ) {
    const page = await read(after)
    yield page
    if (page.next_cursor === null) return
    after = { cursor: page.next_cursor }
  }
}
