import type { Config } from '../config.ts'
import type { Principal, Role } from '../contracts/principal.ts'
import { signToken } from './with-client.ts'

export interface TokenOptions {
  readonly roles: readonly Role[]
  readonly user: string
  readonly groups: readonly string[]
  readonly minutes: number
  readonly json: boolean
}

/** Print an access token for scripts. */
export async function tokenCommand(
  config: Config,
  { roles, user, groups, minutes, json }: TokenOptions,
): Promise<void> {
  const principal: Principal = {
    tenant_id: config.tenantId,
    object_id: user,
    group_ids: [...groups],
    roles: [...roles],
    kind: 'user',
  }
  const token = await signToken(config, principal, minutes * 60)
  console.log(json ? JSON.stringify({ token, expires_in: minutes * 60 }) : token)
}
