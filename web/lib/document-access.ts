import { dataOf } from '../../src/client/footnote-client.ts'
import type { AccessChange, DocumentAccess } from '../../src/contracts/access.ts'
import { client } from './client.ts'

/** Who may read a document, and where that is decided. */
export function readAccess(id: string, signal: AbortSignal): Promise<DocumentAccess> {
  return dataOf(client.GET('/api/documents/{id}/access', { params: { path: { id } }, signal }))
}

/** Give a document a list of its own, or let it follow its collection or source. */
export function changeAccess(id: string, change: AccessChange): Promise<DocumentAccess> {
  return dataOf(client.PUT('/api/documents/{id}/access', { params: { path: { id } }, body: change }))
}

/** Why somebody may or may not read a document; `user` is an e-mail address or an object id. */
export function explainAccess(document: string, user: string, signal: AbortSignal) {
  return dataOf(client.GET('/api/admin/access/explain', { params: { query: { document, user } }, signal }))
}
