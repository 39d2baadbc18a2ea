import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { problem } from '../contracts/errors.ts'
import { type Fetch, fetchJson } from './fetch-json.ts'

export interface DirectoryMember {
  readonly tenantId: string
  readonly objectId: string
  readonly kind: 'user' | 'application'
}

export interface DirectoryGroups {
  readonly groupIds: readonly string[]
  readonly readAt: number
}

/** All groups of somebody whose token had no room for them. Throws `service-unavailable`: unknown groups are never no groups. */
export type GroupDirectory = (member: DirectoryMember, now: number) => Promise<DirectoryGroups>

export interface GroupDirectoryOptions {
  readonly graphUrl: string
  readonly authority: string
  /** The app registration that may read groups (GroupMember.Read.All); without it nobody with too many groups gets in. */
  readonly client: { readonly clientId: string; readonly clientSecret: string } | undefined
  readonly fetch: Fetch
}

/** How long a change of groups may stay unnoticed. */
export const GROUPS_LIFETIME_IN_MS = 15 * 60_000
const KEPT_MEMBERS = 10_000
const PAGE_SIZE = 999
/** Twenty thousand groups; an answer that does not end is no answer. */
const MAXIMUM_PAGES = 20
/** A token is renewed before it ends, not after. */
const TOKEN_MARGIN_IN_MS = 60_000

const Page = z.object({
  value: z.array(z.object({ id: z.guid(), '@odata.type': z.string().optional() })),
  '@odata.nextLink': z.url().optional(),
})
const AppToken = z.object({ access_token: z.string(), expires_in: z.coerce.number() })

interface HeldToken {
  readonly text: string
  readonly until: number
}

/**
 * Ask Microsoft Graph for groups. The address in the token (`_claim_sources`) is not used: whoever makes a token would
 * choose whom we ask.
 */
export function createGroupDirectory(options: GroupDirectoryOptions): GroupDirectory {
  const kept = new LRUCache<string, DirectoryGroups>({ max: KEPT_MEMBERS })
  const asking = new Map<string, Promise<DirectoryGroups>>()
  const tokens = new Map<string, HeldToken>()

  const ask = async (member: DirectoryMember, now: number): Promise<DirectoryGroups> => {
    const held = tokens.get(member.tenantId)
    const token = held !== undefined && held.until > now ? held : await requestToken(options, member.tenantId, now)
    tokens.set(member.tenantId, token)
    return { groupIds: await readGroups(options, member, token.text), readAt: now }
  }

  return async (member, now) => {
    const key = `${member.tenantId} ${member.objectId}`
    const known = kept.get(key)
    if (known !== undefined && now - known.readAt < GROUPS_LIFETIME_IN_MS) return known
    const pending = asking.get(key) ?? ask(member, now).finally(() => asking.delete(key))
    asking.set(key, pending)
    try {
      const groups = await pending
      kept.set(key, groups)
      return groups
    } catch (cause) {
      throw problem('service-unavailable', 'Your groups cannot be read right now; try again in a moment.', {
        cause,
        retryAfterInSeconds: 10,
      })
    }
  }
}

async function requestToken(
  { authority, graphUrl, client, fetch }: GroupDirectoryOptions,
  tenantId: string,
  now: number,
): Promise<HeldToken> {
  if (client === undefined) throw new Error('no app registration that may read groups is configured')
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    scope: `${graphUrl}/.default`,
  })
  const address = `${authority}/${tenantId}/oauth2/v2.0/token`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const reply = await fetchJson(fetch, address, { method: 'POST', headers, body: body.toString() })
  const { access_token: text, expires_in } = AppToken.parse(reply)
  return { text, until: now + expires_in * 1000 - TOKEN_MARGIN_IN_MS }
}

async function readGroups(
  { graphUrl, fetch }: GroupDirectoryOptions,
  { objectId, kind }: DirectoryMember,
  token: string,
): Promise<readonly string[]> {
  const collection = kind === 'user' ? 'users' : 'servicePrincipals'
  let next: string | undefined =
    `${graphUrl}/v1.0/${collection}/${encodeURIComponent(objectId)}/transitiveMemberOf?$select=id&$top=${PAGE_SIZE}`
  const ids: string[] = []
  for (let page = 0; next !== undefined; page += 1) {
    if (page === MAXIMUM_PAGES) throw new Error('the list of groups does not end')
    // The token must not follow a link to somebody else.
    if (new URL(next).origin !== new URL(graphUrl).origin) throw new Error('the next page is at another host')
    const read = Page.parse(await fetchJson(fetch, next, { headers: { authorization: `Bearer ${token}` } }))
    const groups = read.value.filter(({ '@odata.type': type = '#microsoft.graph.group' }) => type.endsWith('.group'))
    ids.push(...groups.map(({ id }) => id.toLowerCase()))
    next = read['@odata.nextLink']
  }
  return ids
}
