import type { DocumentPage, DocumentSummary, Passage } from '../../src/contracts/documents.ts'
import { request } from './request.ts'
import { wire } from './wire.ts'

const PAGE_SIZE = 50

/** One page of the readable documents; `cursor` is the `next_cursor` of the page before, or null for the first. */
export async function listDocuments(cursor: string | null, signal?: AbortSignal): Promise<DocumentPage> {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) })
  if (cursor !== null) query.set('cursor', cursor)
  return wire.documentPage(await (await request(`/api/documents?${query}`, { signal })).json())
}

/** Delete a document; from the reply on, no answer uses it. */
export async function deleteDocument(id: string): Promise<void> {
  await request(`/api/documents/${id}`, { method: 'DELETE' })
}

/** The full text of a passage, to show a citation in its context. */
export async function readPassage(documentId: string, passageId: string, signal?: AbortSignal): Promise<Passage> {
  return wire.passage(await (await request(`/api/documents/${documentId}/passages/${passageId}`, { signal })).json())
}

/** Address of the original file; PDF viewers open it at the page. */
export function originalAddress(documentId: string, version: number, page: number | null): string {
  return `/api/documents/${documentId}/content?version=${version}${page === null ? '' : `#page=${page}`}`
}

const MOVING_STATES: ReadonlySet<DocumentSummary['state']> = new Set(['queued', 'parsing', 'embedding', 'indexing'])

/** True while the server still works on the document, so that its state will change by itself. */
export function isMoving(document: DocumentSummary): boolean {
  return MOVING_STATES.has(document.state)
}
