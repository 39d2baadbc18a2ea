import { z } from 'zod'
import { API_KEY_OBJECT_ID } from './api-keys.ts'
import { discoverKeys } from './discover-keys.ts'
import type { Fetch } from './fetch-json.ts'
import { createRemoteKeys } from './key-store.ts'
import { principalFromClaims, type RoleMap } from './principal-from-claims.ts'
import { TokenRefused } from './refusal.ts'
import { type Claims, type Identified, requireType, type TokenRules } from './token-rules.ts'

export interface OidcTokensOptions {
  readonly issuer: string
  readonly audience: string
  /** Names of claims; `realm_access.roles` looks into an object. */
  readonly rolesClaim: string
  readonly groupsClaim: string
  /** The tenant to which all people of this provider belong. */
  readonly tenantId: string
  readonly roleMap: RoleMap
  readonly fetch: Fetch
}

/** Ids come from elsewhere and go into lists and logs: letters, digits and signs, and never the shape of an API key's id. */
const ObjectId = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/)
  .refine((id) => !id.startsWith(API_KEY_OBJECT_ID))
const Names = z.array(z.string()).optional()
const OidcClaims = z.object({
  sub: ObjectId,
  client_id: z.string().optional(),
  azp: z.string().optional(),
  name: z.string().optional(),
})
/** Claims that only an ID token has, and what some providers write into the claims to tell their tokens apart. */
const ID_TOKEN_CLAIMS = ['at_hash', 'c_hash', 's_hash'] as const
const OTHER_TOKENS: ReadonlySet<unknown> = new Set(['ID', 'Refresh', 'Logout', 'Offline'])

/** Access tokens of another OpenID provider, which belongs to one tenant as a whole. */
export function oidcTokens(options: OidcTokensOptions): TokenRules {
  const { issuer, audience, fetch } = options
  const metadataUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const isIssuer = (named: string) => named === issuer
  const keys = createRemoteKeys(() => discoverKeys({ metadataUrl, isIssuer, sameOrigin: false, fetch }))
  return {
    name: 'oidc',
    expect: (token) => {
      if (token.claims['iss'] !== issuer) return null
      requireType(token, ['at+jwt', 'jwt', undefined])
      return {
        issuer,
        audiences: [audience],
        algorithms: ['RS256', 'PS256', 'ES256'],
        requiredClaims: ['sub'],
        keys,
        isKeyOfIssuer: (key) => key.issuer === null || key.issuer === issuer,
        identify: async (claims) => identify(options, claims),
      }
    },
  }
}

function identify(
  { tenantId, issuer, rolesClaim, groupsClaim, roleMap }: OidcTokensOptions,
  claims: Claims,
): Identified {
  const isIdToken = ID_TOKEN_CLAIMS.some((name) => name in claims) || OTHER_TOKENS.has(claims['typ'])
  if (isIdToken) throw new TokenRefused('wrong-kind')
  // Groups that are kept elsewhere are not no groups, and nobody says how to ask for them.
  if ('_claim_names' in claims) throw new TokenRefused('claims')
  const { sub: objectId, client_id, azp, name: displayName } = OidcClaims.parse(claims)
  const identity = {
    tenantId,
    objectId,
    kind: objectId === (client_id ?? azp) ? ('application' as const) : ('user' as const),
    displayName,
    roles: Names.parse(claimAt(claims, rolesClaim)) ?? [],
    groupIds: Names.parse(claimAt(claims, groupsClaim)) ?? [],
    groupsFrom: 'token' as const,
  }
  return { principal: principalFromClaims(identity, roleMap), issuer }
}

/** The claim of this name, or what a path with points leads to. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path]
  let value: unknown = claims
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Claims)[name]
  }
  return value
}
