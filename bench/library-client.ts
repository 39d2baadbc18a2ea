import { setTimeout as wait } from 'node:timers/promises'
import type { DeletionPage } from '../src/contracts/deletions.ts'
import type { DocumentPage, DocumentSummary, UploadReply } from '../src/contracts/documents.ts'
import type { AnswerEnvelope } from '../src/contracts/orchestration.ts'
import type { SearchReply } from '../src/contracts/retrieval.ts'
import { type RunningServer, runCommand } from './running-server.ts'

export interface FileToSend {
  readonly name: string
  readonly text: string
  readonly fields?: Readonly<Record<string, string>>
}

interface RequestToSend {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | FormData
  readonly signal?: AbortSignal
}

/** What a measurement does with the library of a running server, as an administrator. */
export interface LibraryClient {
  readonly headers: Readonly<Record<string, string>>
  readonly fetch: (path: string, init?: RequestToSend) => Promise<Response>
  /** Send files in one request. Throws when they were not acknowledged. */
  readonly upload: (...files: readonly FileToSend[]) => Promise<UploadReply['documents']>
  readonly list: () => Promise<readonly DocumentSummary[]>
  readonly deletions: () => Promise<DeletionPage['deletions']>
  readonly get: (id: string) => Promise<DocumentSummary>
  readonly remove: (id: string) => Promise<void>
  readonly search: (query: string, filters?: object) => Promise<SearchReply['passages']>
  readonly ask: (query: string) => Promise<AnswerEnvelope>
  /** Wait until no document is on its way any more; returns how they stand, whether that happened or not. */
  readonly settled: (deadlineInMs: number) => Promise<readonly DocumentSummary[]>
}

const POLL_INTERVAL_IN_MS = 500
const FINAL_STATES: ReadonlySet<string> = new Set(['ready', 'failed', 'needs_ocr', 'deleted'])

/** True when nothing more will happen to a document by itself. */
export function isFinal({ state }: DocumentSummary): boolean {
  return FINAL_STATES.has(state)
}

/** A token for measurements against servers of this home. */
export function makeToken(server: RunningServer): string {
  return runCommand(['token', '--minutes', '600'], server.environment)
}

/** Headers and body of a request that sends JSON. */
export function jsonBody(value: object): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

/** Talk to a server. */
export function createLibraryClient(server: RunningServer, token: string): LibraryClient {
  const headers = { authorization: `Bearer ${token}` }
  const send = async (path: string, init: RequestToSend = {}): Promise<Response> => {
    const response = await fetch(`${server.url}${path}`, { ...init, headers: { ...headers, ...init.headers } })
    if (response.ok) return response
    throw new RefusedError(response.status, response.headers.get('retry-after'), await response.text())
  }
  const post = async <T>(path: string, body: object): Promise<T> =>
    (await (await send(path, { method: 'POST', ...jsonBody(body) })).json()) as T
  const readPages = async <P extends { readonly next_cursor: string | null }>(path: string): Promise<readonly P[]> => {
    const pages: P[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = (await (await send(`${path}?limit=100${after}`)).json()) as P
      pages.push(page)
      cursor = page.next_cursor
    }
    return pages
  }
  const list = async () => (await readPages<DocumentPage>('/api/documents')).flatMap(({ documents }) => documents)
  return {
    headers,
    fetch: send,
    upload: async (...files) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(files[0]?.fields ?? {})) form.append(name, value)
      for (const { name, text } of files) form.append('file', new Blob([text]), name)
      const reply = (await (await send('/api/documents', { method: 'POST', body: form })).json()) as UploadReply
      const [rejected] = reply.rejected
      if (rejected !== undefined) throw new Error(`${rejected.file_name} was rejected: ${rejected.detail}`)
      return reply.documents
    },
    list,
    deletions: async () => (await readPages<DeletionPage>('/api/deletions')).flatMap(({ deletions }) => deletions),
    get: async (id) => (await (await send(`/api/documents/${id}`)).json()) as DocumentSummary,
    remove: async (id) => void (await send(`/api/documents/${id}`, { method: 'DELETE' })),
    search: async (query, filters = {}) =>
      (await post<SearchReply>('/api/search', { query, top_k: 50, filters })).passages,
    ask: (query) => post<AnswerEnvelope>('/api/ask', { query }),
    settled: async (deadlineInMs) => {
      const deadline = performance.now() + deadlineInMs
      for (;;) {
        const documents = await list()
        if (documents.every(isFinal) || performance.now() > deadline) return documents
        await wait(POLL_INTERVAL_IN_MS)
      }
    },
  }
}

/** The server answered, with something else than what was asked for. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  readonly retryAfterInSeconds: number | null

  constructor(status: number, retryAfter: string | null, body: string) {
    super(`${status}: ${body}`)
    this.status = status
    this.retryAfterInSeconds = retryAfter === null ? null : Number(retryAfter)
  }
}
