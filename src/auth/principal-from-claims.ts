import { type Principal, ROLES, Role } from '../contracts/principal.ts'

/** Role of a provider, or `group:<id>`, to the role it gives here. */
export type RoleMap = ReadonlyMap<string, Role>

/** What a provider says of somebody, once the token is believed. */
export interface ProvenIdentity {
  readonly tenantId: string
  readonly objectId: string
  readonly kind: 'user' | 'application'
  readonly displayName: string | undefined
  readonly roles: readonly string[]
  readonly groupIds: readonly string[]
  readonly groupsFrom: 'token' | 'directory'
}

/** Long enough for every name and id; keeps what strangers chose out of logs and pages in bulk. */
const MAXIMUM_NAME_LENGTH = 200
/** How the names of our roles may begin at a provider. */
const ROLE_PREFIX = 'Footnote.'

/** Turn what a provider says into who is asking here. Names that nobody mapped give nothing. */
export function principalFromClaims(identity: ProvenIdentity, roleMap: RoleMap): Principal {
  const { tenantId, objectId, kind, displayName, roles, groupIds, groupsFrom } = identity
  const origins: Partial<Record<Role, string>> = {}
  for (const name of roles) {
    const role = roleMap.get(name) ?? roleNamed(name)
    if (role !== null) origins[role] ??= `the role "${name.slice(0, MAXIMUM_NAME_LENGTH)}" of the provider`
  }
  for (const id of groupIds) {
    const role = roleMap.get(`group:${id}`)
    if (role !== undefined) origins[role] ??= `the group ${id.slice(0, MAXIMUM_NAME_LENGTH)}`
  }
  return {
    tenant_id: tenantId,
    object_id: objectId,
    group_ids: [...new Set(groupIds)],
    roles: ROLES.filter((role) => role in origins),
    kind,
    role_origins: origins,
    groups_from: groupsFrom,
    ...(displayName === undefined ? {} : { display_name: displayName.slice(0, MAXIMUM_NAME_LENGTH) }),
  }
}

function roleNamed(name: string): Role | null {
  return Role.safeParse(name.startsWith(ROLE_PREFIX) ? name.slice(ROLE_PREFIX.length) : name).data ?? null
}
