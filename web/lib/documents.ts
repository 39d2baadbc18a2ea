import { dataOf } from '../../src/client/footnote-client.ts'
import type { DocumentPage, DocumentSummary, Passage, QuoteRectangles } from '../../src/contracts/documents.ts'
import { client } from './client.ts'

const PAGE_SIZE = 50

/** One page of the readable documents; `cursor` is the `next_cursor` of the page before, or null for the first. */
export function listDocuments(cursor: string | null, signal: AbortSignal): Promise<DocumentPage> {
  const query = { limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) }
  return dataOf(client.GET('/api/documents', { params: { query }, signal }))
}

/** Delete a document; from the reply on, no answer uses it. */
export async function deleteDocument(id: string): Promise<void> {
  await client.DELETE('/api/documents/{id}', { params: { path: { id } } })
}

/** The full text of a passage, to show a citation in its context. */
export function readPassage(documentId: string, passageId: string, signal: AbortSignal): Promise<Passage> {
  const path = { id: documentId, passage_id: passageId }
  return dataOf(client.GET('/api/documents/{id}/passages/{passage_id}', { params: { path }, signal }))
}

/** Where the words of a citation stand on their page. */
export function readRectangles(place: QuotePlace, signal: AbortSignal): Promise<QuoteRectangles> {
  const { documentId: id, version, start, end } = place
  return dataOf(
    client.GET('/api/documents/{id}/rectangles', { params: { path: { id }, query: { version, start, end } }, signal }),
  )
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

const MOVING_STATES: ReadonlySet<DocumentSummary['state']> = new Set(['queued', 'parsing', 'embedding', 'indexing'])

/** True while the server still works on the document, so that its state will change by itself. */
export function isMoving(document: DocumentSummary): boolean {
  return MOVING_STATES.has(document.state)
}
