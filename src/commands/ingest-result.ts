import type { DocumentFindings, DocumentState, DocumentSummary } from '../contracts/documents.ts'
import type { FoundFile } from './find-files.ts'

/** What became of one file; a line of `footnote ingest --json`. */
export interface IngestResult {
  /** Absolute path of the file. */
  readonly file: string
  /** `rejected` never reached the library; `queued` was added for others, who alone can see how it comes on. */
  readonly state: DocumentState | 'rejected'
  /** A failure reason of the document, or the code with which the upload was refused; null where nothing failed. */
  readonly reason: string | null
  /** What to do about a failure, or what to know about a document that is ready. */
  readonly detail: string | null
  readonly document_id: string | null
  readonly version: number | null
  readonly media_type: string | null
  readonly pages: number | null
  readonly passages: number | null
  readonly findings: DocumentFindings | null
}

const WITHOUT_DOCUMENT = { version: null, media_type: null, pages: null, passages: null, findings: null } as const

/** A file whose document has come to an end. */
export function settledResult({ path }: FoundFile, document: DocumentSummary): IngestResult {
  const { id, state, reason, detail, version, media_type, pages, passages, findings } = document
  return { file: path, state, reason, detail, document_id: id, version, media_type, pages, passages, findings }
}

/** A file that did not become a document. */
export function rejectedResult({ path }: FoundFile, reason: string, detail: string): IngestResult {
  return { file: path, state: 'rejected', reason, detail, document_id: null, ...WITHOUT_DOCUMENT }
}

/** Added for others to read: whoever is not on the access list cannot watch how it is read, and would wait for ever. */
export function unwatchedResult({ path }: FoundFile, documentId: string): IngestResult {
  const detail = 'It is added, and its access list does not let you read it; those on the list can see how it comes on.'
  return { file: path, state: 'queued', reason: null, detail, document_id: documentId, ...WITHOUT_DOCUMENT }
}
