import type { JWK } from 'jose'
import { z } from 'zod'
import { type Principal, Role } from '../contracts/principal.ts'
import { createStaticKeys } from './key-store.ts'
import { AUDIENCE, LOCAL_ISSUER } from './token-issuer.ts'
import { requireType, type TokenRules } from './token-rules.ts'

const LocalClaims = z.object({
  tid: z.string().min(1),
  oid: z.string().min(1),
  sub: z.string().min(1),
  roles: z.array(Role),
  groups: z.array(z.string()).default([]),
  idtyp: z.literal('app').optional(),
  name: z.string().optional(),
})

export interface LocalTokensOptions {
  readonly publicKeys: { readonly keys: readonly JWK[] }
  /** Address of the local OpenID provider, which signs with the same keys; known once this process listens. */
  readonly providerAddress?: () => string | null
}

/** Tokens that this installation signed itself (RFC 9068): `footnote token`, and those of the local OpenID provider. */
export function localTokens({ publicKeys, providerAddress = () => null }: LocalTokensOptions): TokenRules {
  const keys = createStaticKeys(publicKeys)
  return {
    name: 'local',
    expect: (token) => {
      const { iss } = token.claims
      if (typeof iss !== 'string' || (iss !== LOCAL_ISSUER && iss !== providerAddress())) return null
      requireType(token, ['at+jwt'])
      return {
        issuer: iss,
        audiences: [AUDIENCE],
        algorithms: ['ES256'],
        requiredClaims: ['sub', 'tid', 'oid'],
        keys,
        isKeyOfIssuer: () => true,
        identify: async (claims) => ({ principal: principalOf(LocalClaims.parse(claims)), issuer: LOCAL_ISSUER }),
      }
    },
  }
}

function principalOf({ tid, oid, roles, groups, idtyp, name }: z.infer<typeof LocalClaims>): Principal {
  return {
    tenant_id: tid,
    object_id: oid,
    group_ids: groups,
    roles,
    kind: idtyp === 'app' ? 'application' : 'user',
    role_origins: Object.fromEntries(roles.map((role) => [role, 'given to the account'])),
    groups_from: 'account',
    ...(name === undefined ? {} : { display_name: name }),
  }
}
