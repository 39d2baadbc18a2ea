import { ASK_SCOPE } from '../../src/auth/local-provider-names.ts'
import { CLOCK_TOLERANCE_IN_SECONDS } from '../../src/auth/verify-token.ts'
import type { Config } from '../../src/config.ts'
import { DEFAULT_TOP_K } from '../../src/contracts/filters.ts'
import { ROLES } from '../../src/contracts/principal.ts'
import { WINDOW_IN_MS } from '../../src/gateway/rate-limits.ts'
import type { EntraConfig } from '../../src/provider-settings.ts'

/** The role that lets an application ask in its own name. */
const APPLICATION_ROLE = 'Footnote.Ask.All'
/** API Management takes no longer value. */
const MAXIMUM_NAMED_VALUE_LENGTH = 4_096
/** How long the backend may take to begin its reply; below the 240 s after which Azure drops idle connections. */
const BACKEND_TIMEOUT_IN_SECONDS = 120

/** What the policies need to know, from the settings of Footnote itself. */
export interface ApiManagementSettings {
  readonly entra: EntraConfig
  /** Named values without secrets, by name. */
  readonly namedValues: Readonly<Record<string, string>>
}

/** Read off the settings what API Management must know. Throws when people do not sign in with Entra, or with more tenants than fit. */
export function apiManagementSettings({ identity, limits }: Config): ApiManagementSettings {
  const { entra, roleMap } = identity
  if (entra === undefined) throw new Error('Set FOOTNOTE_ENTRA_TENANTS and FOOTNOTE_ENTRA_API_CLIENT_ID first.')
  const namedValues = {
    'footnote-user-requests': String(limits.userRequestsPerMinute),
    'footnote-tenant-requests': String(limits.tenantRequestsPerMinute),
    'footnote-window-in-seconds': String(WINDOW_IN_MS / 1000),
    'footnote-answer-cache-in-seconds': String(limits.answerCacheLifetimeInMs / 1000),
    'footnote-clock-skew-in-seconds': String(CLOCK_TOLERANCE_IN_SECONDS),
    'footnote-backend-timeout-in-seconds': String(BACKEND_TIMEOUT_IN_SECONDS),
    'footnote-default-top-k': String(DEFAULT_TOP_K),
    'footnote-tenants': entra.tenants.join(','),
    'footnote-issuers-by-tenant': issuersOf(entra, '[tid]').join(','),
    'footnote-scope': ASK_SCOPE,
    'footnote-application-roles': applicationRoles(roleMap).join(','),
  }
  for (const [name, value] of Object.entries(namedValues)) {
    if (value.length > MAXIMUM_NAMED_VALUE_LENGTH) {
      throw new Error(`${name} has ${value.length} characters; API Management takes ${MAXIMUM_NAMED_VALUE_LENGTH}.`)
    }
  }
  return { entra, namedValues }
}

/** Who may have signed a token of a tenant. */
export function issuersOf({ authority, acceptV1 }: EntraConfig, tenant: string): readonly string[] {
  return [`${authority}/${tenant}/v2.0`, ...(acceptV1 ? [`https://sts.windows.net/${tenant}/`] : [])]
}

/** Where the signing keys are announced. */
export function metadataOf({ authority, acceptV1 }: EntraConfig): readonly string[] {
  const v1 = acceptV1 ? [`${authority}/organizations/.well-known/openid-configuration`] : []
  return [`${authority}/organizations/v2.0/.well-known/openid-configuration`, ...v1]
}

/** For whom a token may be made out: version 2 names the client id, version 1 may name the App ID URI. */
export function audiencesOf({ apiClientId, apiAppIdUri, acceptV1 }: EntraConfig): readonly string[] {
  return [apiClientId, ...(acceptV1 && apiAppIdUri !== undefined ? [apiAppIdUri] : [])]
}

/** The versions of tokens that are taken. */
export function versionsOf({ acceptV1 }: EntraConfig): readonly string[] {
  return ['2.0', ...(acceptV1 ? ['1.0'] : [])]
}

function applicationRoles(roleMap: Config['identity']['roleMap']): readonly string[] {
  const mapped = [...roleMap.keys()].filter((name) => !name.startsWith('group:'))
  return [...new Set([APPLICATION_ROLE, ...ROLES.map((role) => `Footnote.${role}`), ...ROLES, ...mapped])]
}
