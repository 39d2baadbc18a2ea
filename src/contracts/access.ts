import { z } from 'zod'
import { AccessEntry } from './principal.ts'

/** What documents can inherit an access list from. */
export const ACCESS_LIST_KINDS = ['collection', 'source'] as const
export const AccessListKind = z.enum(ACCESS_LIST_KINDS)
export type AccessListKind = z.infer<typeof AccessListKind>

/** An access list as it is set: nobody can be left with a document that no one may read. */
export const AccessEntries = z.array(AccessEntry).min(1).max(100)

/** A new list of a document's own, or the wish to follow its collection or source from now on. */
export const AccessChange = z.union([
  z.strictObject({ access: AccessEntries }),
  z.strictObject({ inherit: AccessListKind }),
])
export type AccessChange = z.infer<typeof AccessChange>

/** Who may read a document, and where that is decided. */
export const DocumentAccess = z.object({
  document_id: z.uuid(),
  access: z.array(z.string()),
  from: z.enum(['document', ...ACCESS_LIST_KINDS]),
  name: z.string().nullable().describe('The collection or source whose list it is; null for a list of its own.'),
  lets_you_in: z.boolean().describe('Whether you may read it yourself; an administrator can leave themselves out.'),
})
export type DocumentAccess = z.infer<typeof DocumentAccess>

/** The list of a collection or source, which documents inherit. */
export const AccessList = z.object({
  kind: AccessListKind,
  name: z.string(),
  access: z.array(z.string()),
  documents: z.number().int().describe('How many documents inherit it.'),
  updated_by: z.string(),
  updated_at: z.iso.datetime(),
})
export type AccessList = z.infer<typeof AccessList>
