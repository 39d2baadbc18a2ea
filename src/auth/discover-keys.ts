import { z } from 'zod'
import { type Fetch, fetchJson } from './fetch-json.ts'
import { type KeySet, readKeySet } from './verification-key.ts'

const Metadata = z.object({ issuer: z.string(), jwks_uri: z.url() })

export interface DiscoverKeysOptions {
  /** Where the provider describes itself. */
  readonly metadataUrl: string
  /** The issuer that the description must name; anything else describes somebody else. */
  readonly isIssuer: (issuer: string) => boolean
  /** True when the keys must come from the host of the description. */
  readonly sameOrigin: boolean
  readonly fetch: Fetch
}

/** Get the keys of an OpenID provider as its metadata says. Keys never come over plain HTTP unless the provider itself does. */
export async function discoverKeys({ metadataUrl, isIssuer, sameOrigin, fetch }: DiscoverKeysOptions): Promise<KeySet> {
  const { issuer, jwks_uri } = Metadata.parse(await fetchJson(fetch, metadataUrl))
  if (!isIssuer(issuer)) throw new Error('the metadata names another issuer')
  const [from, to] = [new URL(metadataUrl), new URL(jwks_uri)]
  if (to.protocol !== 'https:' && to.origin !== from.origin) throw new Error('the keys are not at an https address')
  if (sameOrigin && to.origin !== from.origin) throw new Error('the keys are at another host')
  return readKeySet(await fetchJson(fetch, jwks_uri))
}
