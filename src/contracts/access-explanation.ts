import { z } from 'zod'
import { ACCESS_LIST_KINDS } from './access.ts'
import { Role } from './principal.ts'

/** Why somebody may or may not read a document: in sentences for people, and the same as data. */
export const AccessExplanation = z.object({
  allowed: z.boolean(),
  sentences: z.array(z.string()),
  what_to_do: z
    .string()
    .nullable()
    .describe('One sentence on what would change the outcome; null when access is given.'),
  tenant_id: z.string(),
  person: z.object({
    object_id: z.string(),
    display_name: z.string().nullable().describe('Null for somebody who never signed in here.'),
    known: z.boolean(),
    kind: z.enum(['user', 'api-key']),
    disabled: z.boolean(),
    roles: z.array(Role).nullable().describe('Null for somebody who never signed in here.'),
    group_ids: z.array(z.string()),
    groups_from: z.enum(['account', 'last-sign-in', 'api-key', 'request', 'unknown']),
  }),
  document: z.object({
    document_id: z.uuid(),
    deleted: z.boolean(),
    searchable: z.boolean(),
    access: z.array(z.string()),
    from: z.enum(['document', ...ACCESS_LIST_KINDS]),
    name: z.string().nullable(),
  }),
  matching_entry: z.string().nullable(),
})
export type AccessExplanation = z.infer<typeof AccessExplanation>
