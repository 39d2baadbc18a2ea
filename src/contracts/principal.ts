import { z } from 'zod'

export const ROLES = ['Reader', 'Contributor', 'Admin'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

/** Who is asking. Always made from a verified token, session or key; never from a body or a query string. */
export const Principal = z.object({
  tenant_id: z.string().min(1),
  object_id: z.string().min(1),
  group_ids: z.array(z.string()),
  roles: z.array(Role),
  kind: z.enum(['user', 'application', 'system']),
  display_name: z.string().optional(),
  /** Where each role came from, in words, for people who wonder why they may or may not do something. */
  role_origins: z.partialRecord(Role, z.string()).optional(),
  groups_from: z.enum(['token', 'directory', 'account', 'api-key']).optional(),
})
export type Principal = z.infer<typeof Principal>

/** The access-list entry that lets everyone of the tenant read a document. It must be written down: nothing is public by default. */
export const EVERYONE = 'everyone'

/** An entry of a document's access list: `everyone`, `user:<object id>` or `group:<issuer>:<object id>`. */
export const AccessEntry = z
  .string()
  .max(300)
  .regex(/^(everyone|user:[^\s]+|group:[^\s]+)$/, 'must be "everyone", "user:<object id>" or "group:<group id>"')

/** The access-list entries that match this principal: a document is visible when its list holds at least one of them. */
export function accessEntriesOf(principal: Principal): readonly string[] {
  return [EVERYONE, `user:${principal.object_id}`, ...principal.group_ids.map((id) => `group:${id}`)]
}

/** The principal under which a service works on behalf of a tenant when no person asked (workers, first start). */
export function systemPrincipal(tenantId: string, objectId: string): Principal {
  return { tenant_id: tenantId, object_id: objectId, group_ids: [], roles: ['Admin'], kind: 'system' }
}

/** True when the principal holds the role or a higher one: Admin includes Contributor, Contributor includes Reader. */
export function hasRole(principal: Principal, role: Role): boolean {
  const needed = ROLES.indexOf(role)
  return principal.roles.some((held) => ROLES.indexOf(held) >= needed)
}
