/** What the suite reads of the replies. Written down by hand: the suite must notice when the server's own types change. */

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly request_id: string
}

export interface DocumentSummary {
  readonly id: string
  readonly external_id: string
  readonly title: string
  readonly media_type: string
  readonly size_in_bytes: number
  readonly sha256: string
  readonly version: number
  readonly state: string
  readonly reason: string | null
  readonly detail: string | null
  readonly attempt: number
  readonly pages: number | null
  readonly passages: number | null
  readonly access: readonly string[]
}

export interface DocumentPage {
  readonly documents: readonly DocumentSummary[]
  readonly next_cursor: string | null
}

export interface Received {
  readonly documents: readonly DocumentSummary[]
  readonly rejected: readonly { readonly file_name: string; readonly code: string; readonly detail: string }[]
}

export interface Passage {
  readonly passage_id: string
  readonly document_id: string
  readonly version: number
  readonly page: number | null
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface Citation {
  readonly number: number
  readonly document_id: string
  readonly version: number
  readonly passage_id: string
  readonly title: string
  readonly source: string
  readonly page: number | null
  readonly heading: readonly string[]
  readonly start: number
  readonly end: number
  readonly quote: string
  readonly relevance_score: number
}

export interface Answer {
  readonly outcome: 'answered' | 'abstained'
  readonly answer: string
  readonly sentences: readonly {
    readonly text: string
    readonly start: number
    readonly end: number
    readonly citations: readonly number[]
  }[]
  readonly citations: readonly Citation[]
  readonly confidence: number
  readonly confidence_level: string
  readonly nearest_passages: readonly { readonly document_id: string; readonly text: string }[]
  readonly made_by: { readonly mode: string; readonly model: string; readonly fallback_reason: string | null }
  readonly token_usage: { readonly prompt: number; readonly completion: number; readonly total: number }
}

export interface SearchResult {
  readonly passages: readonly {
    readonly passage_id: string
    readonly document_id: string
    readonly external_id: string
    readonly page: number | null
    readonly text: string
  }[]
}

export type StreamPart =
  | { readonly type: 'retrieval-end'; readonly passages: number }
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation }
  | { readonly type: 'answer-end'; readonly answer: Answer }
  | { readonly type: 'error'; readonly code: string; readonly detail: string; readonly request_id: string }
