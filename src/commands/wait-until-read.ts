import { setTimeout as rest } from 'node:timers/promises'
import type { DocumentState, DocumentSummary } from '../contracts/documents.ts'
import { type ApiClient, documentsById } from './api-client.ts'
import { createProgressBar } from './progress-bar.ts'

/** A document that came to an end, or that one may not watch. */
export interface ReadDocument {
  readonly externalId: string
  readonly documentId: string
  readonly state: DocumentState
  readonly reason: string | null
  readonly detail: string | null
}

const FINAL_STATES: ReadonlySet<string> = new Set(['ready', 'failed', 'needs_ocr', 'deleted'])
/** Twenty looks a minute leave most of the limit of requests for others. */
const LOOK_INTERVAL_IN_MS = 1_500
const IDS_PER_LOOK = 100

/**
 * Wait until documents are searchable or have a stated reason why not. Those whose access list does not name the caller
 * cannot be watched and are left as `queued`.
 */
export async function waitUntilRead(
  client: ApiClient,
  documents: readonly { readonly externalId: string; readonly documentId: string }[],
  stream: NodeJS.WriteStream | null,
  signal: AbortSignal,
): Promise<readonly ReadDocument[]> {
  const waiting = new Map(documents.map(({ documentId, externalId }) => [documentId, externalId]))
  const [total, startedAt] = [waiting.size, Date.now()]
  const bar = stream === null || total === 0 ? null : createProgressBar(stream)
  const read: ReadDocument[] = []
  const progress = () => ({ done: read.length, failed: read.filter(isFailed).length, total, startedAt })
  for (let first = true; waiting.size > 0; first = false) {
    if (!first) await rest(LOOK_INTERVAL_IN_MS, undefined, { signal })
    const ids = [...waiting.keys()].slice(0, IDS_PER_LOOK)
    const seen = new Map((await documentsById(client, ids)).map((document) => [document.id, document]))
    for (const id of ids) {
      const document = seen.get(id)
      if (document !== undefined && !FINAL_STATES.has(document.state)) continue
      read.push(readDocument(id, waiting.get(id) ?? id, document))
      waiting.delete(id)
    }
    bar?.draw(progress(), Date.now())
  }
  bar?.finish(progress(), Date.now())
  return read
}

function isFailed({ state }: ReadDocument): boolean {
  return state === 'failed' || state === 'needs_ocr'
}

function readDocument(documentId: string, externalId: string, document: DocumentSummary | undefined): ReadDocument {
  if (document === undefined) return { documentId, externalId, state: 'queued', reason: null, detail: null }
  const { state, reason, detail } = document
  return { documentId, externalId, state, reason, detail }
}
