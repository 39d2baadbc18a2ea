import { z } from 'zod'
import { discoverKeys } from './discover-keys.ts'
import type { Fetch } from './fetch-json.ts'
import { GROUPS_LIFETIME_IN_MS, type GroupDirectory } from './group-overage.ts'
import { createRemoteKeys, type KeyStore } from './key-store.ts'
import { principalFromClaims, type RoleMap } from './principal-from-claims.ts'
import { TokenRefused } from './refusal.ts'
import { type ExpectedToken, type Identified, requireType, type TokenRules } from './token-rules.ts'

export interface EntraTokensOptions {
  /** Tenants whose people may come in, in lower case. */
  readonly tenants: readonly string[]
  readonly authority: string
  readonly apiClientId: string
  readonly apiAppIdUri: string | undefined
  readonly acceptV1: boolean
  readonly roleMap: RoleMap
  readonly directory: GroupDirectory
  readonly fetch: Fetch
}

/** The delegated permission that a client needs to ask in somebody's name. */
const SCOPE = 'Footnote.Ask'
/** The application permission that lets a client ask in its own name, as a reader. */
const APPLICATION_ROLE = 'Footnote.Ask.All'
/** Version 1 tokens name another host than the one that signs people in. China has a cloud of its own. */
const V1_ISSUER_HOST = 'https://sts.windows.net'
const V1_ISSUER_HOST_CHINA = 'https://sts.chinacloudapi.cn'

type Version = '1.0' | '2.0'

const guid = () => z.guid().regex(/^[0-9a-f-]+$/)
const EntraClaims = z.object({
  tid: guid(),
  oid: guid(),
  ver: z.enum(['1.0', '2.0']),
  scp: z.string().optional(),
  idtyp: z.enum(['user', 'app']).optional(),
  roles: z.array(z.string()).default([]),
  groups: z.array(guid()).default([]),
  hasgroups: z.union([z.boolean(), z.string()]).optional(),
  _claim_names: z.record(z.string(), z.unknown()).optional(),
  azp: guid().optional(),
  appid: guid().optional(),
  name: z.string().optional(),
})
type EntraClaims = z.infer<typeof EntraClaims>

/** Access tokens of Microsoft Entra ID, from the tenants that are welcome here and for this API only. */
export function entraTokens(options: EntraTokensOptions): TokenRules {
  const stores = new Map<string, KeyStore>()
  const keysOf = (tid: string, version: Version): KeyStore => {
    const name = `${tid} ${version}`
    const store = stores.get(name) ?? createRemoteKeys(() => discover(options, tid, version))
    stores.set(name, store)
    return store
  }
  return {
    name: 'entra',
    expect: (token) => {
      const { iss, tid } = token.claims
      const claimed = typeof iss === 'string' ? claimedIssuer(options, iss) : null
      if (claimed === null) return null
      const { tenantId, version } = claimed
      if (tid !== tenantId || !options.tenants.includes(tenantId)) throw new TokenRefused('issuer')
      if (version === '1.0' && !options.acceptV1) throw new TokenRefused('wrong-kind')
      requireType(token, ['jwt'])
      return expected(options, { tenantId, version, keys: keysOf(tenantId, version) })
    },
  }
}

/** The tenant and the version that an issuer names, if it is one of Entra at all. */
function claimedIssuer({ authority }: EntraTokensOptions, iss: string) {
  const tenantId = /^https?:\/\/[^/]+\/([0-9a-f-]{36})\/(?:v2\.0)?$/.exec(iss)?.[1]
  if (tenantId === undefined) return null
  const version = (['1.0', '2.0'] as const).find((each) => iss === issuerOf(authority, tenantId, each))
  return version === undefined ? null : { tenantId, version }
}

function issuerOf(authority: string, tenantId: string, version: Version): string {
  if (version === '2.0') return `${authority}/${tenantId}/v2.0`
  const isChina = authority.endsWith('.cn')
  return `${isChina ? V1_ISSUER_HOST_CHINA : V1_ISSUER_HOST}/${tenantId}/`
}

interface Claimed {
  readonly tenantId: string
  readonly version: Version
  readonly keys: KeyStore
}

function expected(options: EntraTokensOptions, { tenantId, version, keys }: Claimed): ExpectedToken {
  const { authority, apiClientId, apiAppIdUri } = options
  const uris = apiAppIdUri === undefined ? [] : [apiAppIdUri]
  const versions: readonly Version[] = version === '1.0' ? ['1.0', '2.0'] : ['2.0']
  const issuers = new Set(versions.map((each) => issuerOf(authority, tenantId, each)))
  return {
    issuer: issuerOf(authority, tenantId, version),
    audiences: version === '2.0' ? [apiClientId] : [apiClientId, ...uris],
    algorithms: ['RS256'],
    requiredClaims: ['nbf', 'tid', 'oid', 'ver'],
    keys,
    // A key set is shared by many tenants: a key that names one issuer signs for no other, such as the keys of personal accounts.
    isKeyOfIssuer: ({ issuer }) => issuer === null || issuers.has(issuer.replace('{tenantid}', tenantId)),
    identify: async (claims, now) => {
      const known = EntraClaims.parse(claims)
      if (known.ver !== version || known.tid !== tenantId) throw new TokenRefused('issuer')
      return identify(options, known, now)
    },
  }
}

async function identify(options: EntraTokensOptions, claims: EntraClaims, now: number): Promise<Identified> {
  const kind = kindOf(claims)
  const { tid: tenantId, oid: objectId, name: displayName } = claims
  const asked = hasOverage(claims) ? await options.directory({ tenantId, objectId, kind }, now) : null
  const granted = kind === 'application' && claims.roles.includes(APPLICATION_ROLE) ? ['Reader'] : []
  const identity = {
    tenantId,
    objectId,
    kind,
    displayName,
    roles: [...claims.roles, ...granted],
    groupIds: asked?.groupIds ?? claims.groups,
    groupsFrom: asked === null ? ('token' as const) : ('directory' as const),
  }
  const principal = principalFromClaims(identity, options.roleMap)
  if (kind === 'application' && principal.roles.length === 0) throw new TokenRefused('scope')
  const checkAgainAt = asked === null ? {} : { checkAgainAt: asked.readAt + GROUPS_LIFETIME_IN_MS }
  return { principal, issuer: issuerOf(options.authority, tenantId, '2.0'), ...checkAgainAt }
}

/** People come with a scope, applications without one and with `idtyp`; an ID token has neither. */
function kindOf({ scp, idtyp, azp, appid }: EntraClaims): 'user' | 'application' {
  if (scp !== undefined) {
    if (idtyp === 'app') throw new TokenRefused('wrong-kind')
    if (!scp.split(' ').includes(SCOPE)) throw new TokenRefused('scope')
    return 'user'
  }
  if (idtyp !== 'app' || (azp ?? appid) === undefined) throw new TokenRefused('wrong-kind')
  return 'application'
}

/** True when the token had no room for the groups. That is never the same as having none. */
function hasOverage({ hasgroups, _claim_names }: EntraClaims): boolean {
  const marked = hasgroups === true || (typeof hasgroups === 'string' && hasgroups.toLowerCase() !== 'false')
  return marked || (_claim_names !== undefined && 'groups' in _claim_names)
}

function discover({ authority, fetch }: EntraTokensOptions, tenantId: string, version: Version) {
  const path = version === '2.0' ? '/v2.0' : ''
  return discoverKeys({
    metadataUrl: `${authority}/${tenantId}${path}/.well-known/openid-configuration`,
    isIssuer: (issuer) => issuer.replace('{tenantid}', tenantId) === issuerOf(authority, tenantId, version),
    sameOrigin: true,
    fetch,
  })
}
