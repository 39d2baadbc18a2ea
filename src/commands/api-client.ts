import { z } from 'zod'
import { DocumentPage, type DocumentSummary, UploadReply } from '../contracts/documents.ts'
import { AnswerEnvelope, type AskInput } from '../contracts/orchestration.ts'
import { type SearchInput, SearchReply } from '../contracts/retrieval.ts'

/** A problem that the server answered with. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly detail: string
  readonly status: number
  readonly retryAfterInSeconds: number | null

  constructor(problem: z.infer<typeof ProblemReply>, retryAfterInSeconds: number | null) {
    super(`${problem.title}. ${problem.detail} (${problem.code}, request ${problem.request_id})`)
    this.code = problem.code
    this.detail = problem.detail
    this.status = problem.status
    this.retryAfterInSeconds = retryAfterInSeconds
  }
}

const ProblemReply = z.object({
  title: z.string(),
  detail: z.string(),
  code: z.string(),
  status: z.number(),
  request_id: z.string(),
})

const LinkReply = z.object({ url: z.string(), expires_at: z.string() })

/** The public HTTP API as the command line uses it. */
export interface ApiClient {
  readonly ask: (input: z.input<typeof AskInput>) => Promise<AnswerEnvelope>
  readonly search: (input: z.input<typeof SearchInput>) => Promise<SearchReply>
  readonly upload: (form: FormData) => Promise<UploadReply>
  readonly documentsById: (ids: readonly string[]) => Promise<readonly DocumentSummary[]>
  /** Any other route; the reply is parsed by the caller, null when it is empty. */
  readonly call: (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => Promise<unknown>
  /** A reply as it comes, body unread; for streams of events. */
  readonly open: (path: string) => Promise<Response>
  readonly createSignInLink: () => Promise<z.infer<typeof LinkReply>>
}

/** How often a request that met a starting or troubled service is tried again. */
const MAXIMUM_RETRIES = 20
/** These end by themselves, however long it takes: what came too fast goes on when there is room. */
const WAITED_OUT: ReadonlySet<string> = new Set(['quota-exceeded', 'queue-full'])
const LONGEST_WAIT_IN_SECONDS = 90

/** Gives the token to send; `refused` is one that the server has just refused, or null. */
export type TokenSource = (refused: string | null) => Promise<string>

/** Is told before each wait that the server asked for. */
export type OnWait = (error: ApiError) => void

/** Talk to a running Footnote. Waits as the server asks when a limit is met; asks once for another token when one is refused. */
export function createApiClient(baseUrl: string, token: TokenSource, onWait: OnWait = () => undefined): ApiClient {
  const open = async (
    path: string,
    init: RequestInit,
    retries = 0,
    refused: string | null = null,
  ): Promise<Response> => {
    const headers = new Headers(init.headers)
    const sent = await token(refused)
    headers.set('authorization', `Bearer ${sent}`)
    const response = await fetch(`${baseUrl}${path}`, { ...init, headers })
    if (response.ok) return response
    const error = await apiErrorOf(response)
    if (response.status === 401 && refused === null) return open(path, init, retries, sent)
    if (error.retryAfterInSeconds === null) throw error
    if (retries >= MAXIMUM_RETRIES && !WAITED_OUT.has(error.code)) throw error
    onWait(error)
    const waitInMs = Math.min(error.retryAfterInSeconds, LONGEST_WAIT_IN_SECONDS) * 1000
    await new Promise((resolve) => setTimeout(resolve, waitInMs))
    return open(path, init, retries + 1)
  }
  const send = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await open(path, init)
    return response.status === 204 ? null : response.json()
  }
  const sendJson = (method: string, path: string, body: unknown) =>
    send(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  const post = (path: string, body: unknown) => sendJson('POST', path, body)
  return {
    ask: async (input) => AnswerEnvelope.parse(await post('/api/ask', input)),
    search: async (input) => SearchReply.parse(await post('/api/search', input)),
    upload: async (form) => UploadReply.parse(await send('/api/documents', { method: 'POST', body: form })),
    documentsById: async (ids) =>
      DocumentPage.parse(await send(`/api/documents?limit=100&ids=${ids.join(',')}`, { method: 'GET' })).documents,
    call: (method, path, body) => (body === undefined ? send(path, { method }) : sendJson(method, path, body)),
    open: (path) => open(path, { headers: { accept: 'text/event-stream' } }),
    createSignInLink: async () => LinkReply.parse(await post('/api/sign-in-links', {})),
  }
}

async function apiErrorOf(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const text = await response.text()
  const parsed = ProblemReply.safeParse(parseJson(text))
  const problem = parsed.success
    ? parsed.data
    : {
        title: "The server gave an answer that is not Footnote's",
        detail: 'Check the address.',
        code: 'unknown',
        status: response.status,
        request_id: '-',
      }
  return new ApiError(problem, Number.isFinite(retryAfter) ? retryAfter : null)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
