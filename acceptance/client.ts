import type { Answer, DocumentPage, DocumentSummary, Received, SearchResult, StreamPart } from './wire.ts'

export interface Reply<T = unknown> {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body read as JSON; the caller says what it expects. */
  readonly body: T
}

export interface Request {
  readonly method?: string
  readonly json?: unknown
  readonly body?: FormData | string | ReadableStream<Uint8Array>
  readonly headers?: Readonly<Record<string, string>>
  /** Give back a 429 instead of waiting and trying again. */
  readonly tellLimits?: boolean
}

export interface UploadedFile {
  readonly name: string
  readonly content: string | Uint8Array<ArrayBuffer>
}

export interface Client {
  readonly send: <T = unknown>(path: string, request?: Request) => Promise<Reply<T>>
  readonly upload: (
    files: readonly UploadedFile[],
    fields?: Readonly<Record<string, string>>,
  ) => Promise<Reply<Received>>
  /** Upload and wait until every file is ready or has a stated end; returns the documents in the order of the files. */
  readonly add: (
    files: readonly UploadedFile[],
    fields?: Readonly<Record<string, string>>,
  ) => Promise<readonly DocumentSummary[]>
  readonly settled: (ids: readonly string[]) => Promise<readonly DocumentSummary[]>
  readonly remove: (id: string) => Promise<Reply>
  readonly ask: (query: string, more?: Readonly<Record<string, unknown>>) => Promise<Reply<Answer>>
  readonly search: (query: string, more?: Readonly<Record<string, unknown>>) => Promise<Reply<SearchResult>>
  readonly stream: (query: string) => Promise<Reply & { readonly parts: readonly StreamPart[] }>
}

const FINAL_STATES: ReadonlySet<string> = new Set(['ready', 'failed', 'needs_ocr', 'deleted'])
const SETTLED_WITHIN_IN_MS = 90_000
const LOOK_INTERVAL_IN_MS = 150

/** Talk to a server as anybody with this token could; without a token as a stranger. */
export function createClient(baseUrl: string, token: string | null): Client {
  const send = async <T>(path: string, request: Request = {}): Promise<Reply<T>> => {
    const response = await fetch(`${baseUrl}${path}`, initOf(request, token))
    const retryAfter = Number(response.headers.get('retry-after'))
    if (response.status === 429 && request.tellLimits !== true) {
      await response.text()
      await pause(retryAfter * 1000)
      return send(path, request)
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parse(text) as T }
  }
  const upload: Client['upload'] = (files, fields = {}) =>
    send('/api/documents', { method: 'POST', body: formOf(files, fields) })
  const settled: Client['settled'] = async (ids) => {
    const deadline = Date.now() + SETTLED_WITHIN_IN_MS
    for (;;) {
      const page = await send<DocumentPage>(`/api/documents?limit=100&ids=${ids.join(',')}`)
      if (page.status !== 200) throw new Error(`the list was answered with ${page.text}`)
      const { documents } = page.body
      if (documents.length > 0 && documents.every(({ state }) => FINAL_STATES.has(state)))
        return ids.flatMap((id) => documents.find((document) => document.id === id) ?? [])
      if (Date.now() > deadline) throw new Error(`still not read: ${JSON.stringify(documents)}`)
      await pause(LOOK_INTERVAL_IN_MS)
    }
  }
  return {
    send,
    upload,
    settled,
    add: async (files, fields) => {
      const received = await upload(files, fields)
      if (received.status !== 202) throw new Error(`the upload was answered with ${received.text}`)
      return settled(received.body.documents.map(({ id }) => id))
    },
    remove: (id) => send(`/api/documents/${id}`, { method: 'DELETE' }),
    ask: (query, more = {}) => send('/api/ask', { method: 'POST', json: { query, ...more } }),
    search: (query, more = {}) => send('/api/search', { method: 'POST', json: { query, ...more } }),
    stream: async (query) => {
      const headers = { accept: 'text/event-stream' }
      const reply = await send('/api/ask', { method: 'POST', json: { query }, headers })
      return { ...reply, parts: partsOf(reply.text) }
    },
  }
}

function initOf({ method = 'GET', json, body, headers = {} }: Request, token: string | null): RequestInit {
  const sent = json === undefined ? body : JSON.stringify(json)
  return {
    method,
    redirect: 'manual',
    ...(sent === undefined ? {} : { body: sent }),
    ...(sent instanceof ReadableStream ? { duplex: 'half' as const } : {}),
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
  }
}

/** A form with the fields first; without a type of its own every file is named by its name and bytes only. */
function formOf(files: readonly UploadedFile[], fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const { name, content } of files) form.append('file', new Blob([content]), name)
  return form
}

function partsOf(text: string): StreamPart[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: '))
  return lines.map((line) => JSON.parse(line.slice('data: '.length)) as StreamPart)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
