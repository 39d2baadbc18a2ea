import type { Settings } from './config.ts'

export interface EntraConfig {
  readonly tenants: readonly string[]
  readonly authority: string
  readonly graphUrl: string
  readonly apiClientId: string
  readonly apiAppIdUri: string | undefined
  readonly acceptV1: boolean
  /** Undefined where browsers do not sign in with Entra. */
  readonly browser: { readonly clientId: string; readonly clientSecret: string } | undefined
}

export interface OidcConfig {
  readonly issuer: string
  readonly audience: string
  readonly rolesClaim: string
  readonly groupsClaim: string
  readonly browser: { readonly clientId: string; readonly clientSecret: string } | undefined
}

/** How to sign in with Entra ID; undefined where it is not set up. */
export function entraOf(env: Settings): EntraConfig | undefined {
  const { FOOTNOTE_ENTRA_TENANTS: tenants, FOOTNOTE_ENTRA_API_CLIENT_ID: apiClientId } = env
  if (tenants.length === 0 || apiClientId === undefined) return undefined
  return {
    tenants: tenants.map((id) => id.toLowerCase()),
    authority: env.FOOTNOTE_ENTRA_AUTHORITY,
    graphUrl: env.FOOTNOTE_ENTRA_GRAPH_URL,
    apiClientId,
    apiAppIdUri: env.FOOTNOTE_ENTRA_API_APP_ID_URI,
    acceptV1: env.FOOTNOTE_ENTRA_ACCEPT_V1,
    browser: browserOf(env.FOOTNOTE_ENTRA_CLIENT_ID, env.FOOTNOTE_ENTRA_CLIENT_SECRET),
  }
}

/** How to sign in with another OpenID provider; undefined where none is set up. */
export function oidcOf(env: Settings): OidcConfig | undefined {
  const { FOOTNOTE_OIDC_ISSUER: issuer, FOOTNOTE_OIDC_AUDIENCE: audience } = env
  if (issuer === undefined || audience === undefined) return undefined
  return {
    issuer,
    audience,
    rolesClaim: env.FOOTNOTE_OIDC_ROLES_CLAIM,
    groupsClaim: env.FOOTNOTE_OIDC_GROUPS_CLAIM,
    browser: browserOf(env.FOOTNOTE_OIDC_CLIENT_ID, env.FOOTNOTE_OIDC_CLIENT_SECRET),
  }
}

function browserOf(clientId: string | undefined, clientSecret: string | undefined) {
  return clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret }
}
