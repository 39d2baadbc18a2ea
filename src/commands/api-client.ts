import { createFootnoteClient, dataOf, type FootnoteClient, orThrow } from '../client/footnote-client.ts'
import { type Problem, RequestFailed } from '../client/request-failed.ts'
import { type DocumentSummary, UploadReply } from '../contracts/documents.ts'

/** The public HTTP API as the command line uses it. */
export interface ApiClient extends FootnoteClient {
  /** A form is sent as it is read; the typed routes would hold all of it. */
  readonly upload: (form: FormData) => Promise<UploadReply>
  /** A reply as it comes, body unread; for streams of events. */
  readonly open: (path: string) => Promise<Response>
}

/** How often a request that met a starting or troubled service is tried again. */
const MAXIMUM_RETRIES = 20
/** These end by themselves, however long it takes: what came too fast goes on when there is room. */
const WAITED_OUT: ReadonlySet<string> = new Set(['quota-exceeded', 'queue-full'])
const LONGEST_WAIT_IN_SECONDS = 90

/** Gives the token to send; `refused` is one that the server has just refused, or null. */
export type TokenSource = (refused: string | null) => Promise<string>

/** Is told before each wait that the server asked for. */
export type OnWait = (problem: Problem) => void

/** Talk to a running Footnote. Waits as the server asks when a limit is met; asks once for another token when one is refused. */
export function createApiClient(baseUrl: string, token: TokenSource, onWait: OnWait = () => undefined): ApiClient {
  const sendOnce = async (make: () => Request, refused: string | null): Promise<Response> => {
    const request = make()
    const sent = await token(refused)
    request.headers.set('authorization', `Bearer ${sent}`)
    const response = await fetch(request)
    return response.status === 401 && refused === null ? sendOnce(make, sent) : response
  }
  const send = async (make: () => Request): Promise<Response> => {
    for (let retries = 0; ; retries++) {
      try {
        return await orThrow(await sendOnce(make, null))
      } catch (error) {
        const waitInSeconds = error instanceof RequestFailed ? error.problem.retryAfterInSeconds : null
        if (!(error instanceof RequestFailed) || waitInSeconds === null) throw error
        if (retries >= MAXIMUM_RETRIES && !WAITED_OUT.has(error.problem.code)) throw error
        onWait(error.problem)
        const waitInMs = Math.min(waitInSeconds, LONGEST_WAIT_IN_SECONDS) * 1000
        await new Promise((resolve) => setTimeout(resolve, waitInMs))
      }
    }
  }
  return {
    ...createFootnoteClient(baseUrl, (request) => send(() => request.clone())),
    upload: async (form) => {
      const reply = await send(() => new Request(`${baseUrl}/api/documents`, { method: 'POST', body: form }))
      return UploadReply.parse(await reply.json())
    },
    open: (path) => send(() => new Request(`${baseUrl}${path}`, { headers: { accept: 'text/event-stream' } })),
  }
}

/** Those of these documents that one may see, at most 100 of them. */
export async function documentsById(client: ApiClient, ids: readonly string[]): Promise<readonly DocumentSummary[]> {
  const query = { limit: 100, ids: ids.join(',') }
  return (await dataOf(client.GET('/api/documents', { params: { query } }))).documents
}
