import { dataOf } from '../../src/client/footnote-client.ts'
import type { DocumentState, DocumentSummary, Passage, QuoteRectangles } from '../../src/contracts/documents.ts'
import { client } from './client.ts'
import type { ListPage } from './use-list.ts'

const PAGE_SIZE = 50

/** Which documents to list; what is left out does not matter. */
export interface DocumentFilter {
  /** Part of the title. */
  readonly title?: string
  readonly state?: DocumentState
  readonly collection?: string
  readonly source?: string
}

/** One page of the readable documents that match. */
export async function listDocuments(
  filter: DocumentFilter,
  after: { readonly cursor?: string },
  signal: AbortSignal,
): Promise<ListPage<DocumentSummary>> {
  const query = { limit: PAGE_SIZE, ...filter, ...after }
  const page = await dataOf(client.GET('/api/documents', { params: { query }, signal }))
  return { rows: page.documents, next: page.next_cursor }
}

/** Delete a document; from the reply on, no answer uses it. */
export async function deleteDocument(id: string): Promise<void> {
  await client.DELETE('/api/documents/{id}', { params: { path: { id } } })
}

/** Read the newest version once more. */
export async function retryDocument(id: string): Promise<void> {
  await client.POST('/api/documents/{id}/retry', { params: { path: { id } } })
}

/** Stop the reading of the newest version. */
export async function cancelDocument(id: string): Promise<void> {
  await client.POST('/api/documents/{id}/cancel', { params: { path: { id } } })
}

/** The full text of a passage, to show a citation in its context. */
export function readPassage(documentId: string, passageId: string): Promise<Passage> {
  const path = { id: documentId, passage_id: passageId }
  return dataOf(client.GET('/api/documents/{id}/passages/{passage_id}', { params: { path } }))
}

/** Where the words of a citation stand on their page. */
export function readRectangles({ documentId: id, ...query }: QuotePlace): Promise<QuoteRectangles> {
  return dataOf(client.GET('/api/documents/{id}/rectangles', { params: { path: { id }, query } }))
}

/** A version of a document, and characters of its canonical text. */
export interface QuotePlace {
  readonly documentId: string
  readonly version: number
  readonly start: number
  readonly end: number
}

/** Address of the original file; PDF viewers open it at the page. */
export function originalAddress(documentId: string, version: number, page: number | null): string {
  return `/api/documents/${documentId}/content?version=${version}${page === null ? '' : `#page=${page}`}`
}

/** Something that one could ask: what a document says under one of its headings. */
export interface Suggestion {
  readonly title: string
  readonly heading: string
}

/** Three things at most that the documents one may read say something about. */
export async function suggestQuestions(signal: AbortSignal): Promise<readonly Suggestion[]> {
  return (await dataOf(client.GET('/api/documents/suggestions', { signal }))).suggestions
}

/** The states that a listed document can be in, for filters. */
export const DOCUMENT_STATES = [
  'queued',
  'parsing',
  'embedding',
  'indexing',
  'ready',
  'needs_ocr',
  'failed',
] as const satisfies readonly DocumentState[]

const MOVING_STATES: ReadonlySet<DocumentState> = new Set(['queued', 'parsing', 'embedding', 'indexing'])

/** True while the server still works on the document, so that its state will change by itself. */
export function isMoving({ state }: Pick<DocumentSummary, 'state'>): boolean {
  return MOVING_STATES.has(state)
}

/** True when reading it once more may help. */
export function mayBeRetried({ state }: Pick<DocumentSummary, 'state'>): boolean {
  return state === 'failed' || state === 'needs_ocr'
}
