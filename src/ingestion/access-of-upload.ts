import type { Principal } from '../contracts/principal.ts'
import type { Transaction } from '../platform/database/database.ts'
import type { documents } from '../platform/database/schema.ts'
import { type EffectiveAccess, inheritedAccess } from './inherited-access.ts'

/** What an upload says about who may read it. */
export interface AccessWishes {
  readonly source: string
  readonly collection: string | null
  /** Null keeps the list of a known document; a new one inherits that of its collection or source, or only its uploader sees it. */
  readonly access: readonly string[] | null
  /** `new` leaves known documents their lists, so that a sender who names one each time does not undo what was changed here. */
  readonly accessFor?: 'all' | 'new'
}

/** Nothing is public by default: without a list of its own and without one to inherit, only the uploader reads a document. */
export async function accessOfNew(
  tx: Transaction,
  upload: AccessWishes,
  principal: Principal,
): Promise<EffectiveAccess> {
  if (upload.access !== null) return { access: upload.access, accessFrom: 'document' }
  const inherited = await inheritedAccess(tx, principal.tenant_id, upload)
  return inherited ?? { access: [`user:${principal.object_id}`], accessFrom: 'document' }
}

/** A document keeps its list; one that follows a collection or source and moves to another collection follows that one. */
export async function accessOfKnown(
  tx: Transaction,
  document: typeof documents.$inferSelect,
  upload: AccessWishes,
): Promise<EffectiveAccess> {
  if (upload.access !== null && upload.accessFor !== 'new') return { access: upload.access, accessFrom: 'document' }
  const { access, accessFrom, collection, source, tenantId } = document
  const moves = upload.collection !== null && upload.collection !== collection
  if (accessFrom === 'document' || !moves) return { access, accessFrom }
  const inherited = await inheritedAccess(tx, tenantId, { collection: upload.collection, source })
  return inherited ?? { access, accessFrom: 'document' }
}
