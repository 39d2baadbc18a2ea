import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'
import type { Fetch } from '../auth/fetch-json.ts'
import type { Clock } from '../contracts/call-context.ts'

/** What real configurations name; `fetch` of the provider leads there to the local server. */
export const ENTRA_AUTHORITY = 'https://login.microsoftonline.com'
export const GRAPH_URL = 'https://graph.microsoft.com'
/** The tenant of personal Microsoft accounts, whose keys are in the shared key set and sign for nobody else. */
export const PERSONAL_ACCOUNTS_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'
const TEMPLATE = `${ENTRA_AUTHORITY}/{tenantid}/v2.0`

export interface ProviderKey {
  readonly kid: string
  readonly publicJwk: JWK
  readonly privateKey: CryptoKey
}

/** Claims of a token; those that are `undefined` are left out. */
export type Claims = Readonly<Record<string, unknown>>

export interface SignOptions {
  readonly header?: Partial<JWTHeaderParameters>
  readonly key?: ProviderKey
}

/** A request handler of its own for a path, for example `/<tenant>/oauth2/v2.0/authorize`; null leaves it to the next. */
export type ExtraHandler = (request: IncomingMessage, url: URL) => Promise<{ status: number; body: unknown } | null>

export interface EntraLikeProvider extends AsyncDisposable {
  readonly baseUrl: string
  /** Leads requests to Entra and to Graph to this server; nothing else gets out. */
  readonly fetch: Fetch
  /** Sign a token with these claims, with times around now unless they are given. */
  readonly sign: (claims: Claims, options?: SignOptions) => Promise<string>
  /** The keys that are published. Change the list to rotate. */
  readonly keys: ProviderKey[]
  readonly personalKey: ProviderKey
  readonly newKey: (issuer?: string) => Promise<ProviderKey>
  /** Answers to requests for groups, page by page, by object id. */
  readonly groupPages: Map<string, readonly (readonly string[])[]>
  /** Everything answers 503 while this is true. */
  isDown: boolean
  /** Graph alone. */
  graphIsDown: boolean
  /** How often each path was asked for. */
  readonly counts: Map<string, number>
  readonly timesAsked: (part: string) => number
  /** What further endpoints answer, first come first served. */
  readonly handlers: ExtraHandler[]
  /** Settles before every reply; replace it to hold replies back. */
  gate: Promise<void>
}

export interface ProviderKeys {
  readonly current: ProviderKey
  readonly personal: ProviderKey
}

/** The keys of a provider. Making them takes longest: make them once per test file. */
export async function newProviderKeys(): Promise<ProviderKeys> {
  const personal = await newProviderKey(`${ENTRA_AUTHORITY}/${PERSONAL_ACCOUNTS_TENANT}/v2.0`)
  return { current: await newProviderKey(), personal }
}

/** Start a server on 127.0.0.1 that behaves like Microsoft Entra ID and Microsoft Graph towards an API. */
export async function startEntraLikeProvider(
  clock: Clock,
  { current, personal }: ProviderKeys,
): Promise<EntraLikeProvider> {
  const keys: ProviderKey[] = [current]
  const server = createServer((request, response) => {
    void answer(provider, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const counts = new Map<string, number>()
  const provider: EntraLikeProvider = {
    baseUrl,
    fetch: (url, init) => fetch(atHome(url, baseUrl), init),
    sign: (claims, options) => sign(clock, claims, { key: keys[0] ?? current, ...options }),
    keys,
    personalKey: personal,
    newKey: newProviderKey,
    groupPages: new Map(),
    isDown: false,
    graphIsDown: false,
    counts,
    timesAsked: (part) => [...counts].reduce((sum, [path, times]) => (path.includes(part) ? sum + times : sum), 0),
    handlers: [],
    gate: Promise.resolve(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return provider
}

/** Make a key that signs for all tenants, or for one issuer only. */
export async function newProviderKey(issuer = TEMPLATE): Promise<ProviderKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const kid = randomUUID()
  // Entra names no algorithm.
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', x5t: kid, issuer } as JWK }
}

function atHome(url: string, baseUrl: string): string {
  const { origin, pathname, search } = new URL(url)
  if (origin === ENTRA_AUTHORITY) return `${baseUrl}/entra${pathname}${search}`
  if (origin === GRAPH_URL) return `${baseUrl}/graph${pathname}${search}`
  throw new Error(`a test asked for ${origin}`)
}

async function sign(
  clock: Clock,
  claims: Claims,
  { key, header }: { readonly key: ProviderKey; readonly header?: Partial<JWTHeaderParameters> },
): Promise<string> {
  const now = Math.floor(clock.now() / 1000)
  const times = { iat: now, nbf: now, exp: now + 4_000 }
  return new SignJWT({ ...times, uti: randomUUID(), ...claims })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: key.kid, ...header })
    .sign(key.privateKey)
}

async function answer(provider: EntraLikeProvider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', provider.baseUrl)
  provider.counts.set(url.pathname, (provider.counts.get(url.pathname) ?? 0) + 1)
  await provider.gate
  const { status, body } = await replyTo(provider, request, url)
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

const notFound = { status: 404, body: { error: 'not found' } }

async function replyTo(provider: EntraLikeProvider, request: IncomingMessage, url: URL) {
  if (provider.isDown) return { status: 503, body: {} }
  for (const handle of provider.handlers) {
    const reply = await handle(request, url)
    if (reply !== null) return reply
  }
  const [, part, tenantId = '', ...rest] = url.pathname.split('/')
  if (part === 'graph') return graphReply(provider, request, url)
  const path = rest.join('/')
  if (path.endsWith('.well-known/openid-configuration')) {
    const version = path.startsWith('v2.0/') ? '2.0' : '1.0'
    return { status: 200, body: metadata(tenantId, version) }
  }
  if (path === 'discovery/v2.0/keys' || path === 'discovery/keys') {
    const keys = [...provider.keys, provider.personalKey].map(({ publicJwk }) => publicJwk)
    return { status: 200, body: { keys } }
  }
  if (path === 'oauth2/v2.0/token' && (await text(request)).includes('grant_type=client_credentials'))
    return { status: 200, body: { access_token: 'an app token', expires_in: 3_599, token_type: 'Bearer' } }
  return notFound
}

function metadata(tenantId: string, version: '1.0' | '2.0') {
  const named = tenantId === 'organizations' || tenantId === 'common' ? '{tenantid}' : tenantId
  const at = `${ENTRA_AUTHORITY}/${tenantId}`
  return version === '2.0'
    ? { issuer: `${ENTRA_AUTHORITY}/${named}/v2.0`, jwks_uri: `${at}/discovery/v2.0/keys` }
    : { issuer: `https://sts.windows.net/${named}/`, jwks_uri: `${at}/discovery/keys` }
}

/** `GET /v1.0/users/{id}/transitiveMemberOf` and its following pages. */
function graphReply({ groupPages, graphIsDown }: EntraLikeProvider, request: IncomingMessage, url: URL) {
  if (graphIsDown) return { status: 503, body: {} }
  if (request.headers.authorization !== 'Bearer an app token') return { status: 401, body: {} }
  const [, , , , objectId = '', call] = url.pathname.split('/')
  const pages = groupPages.get(objectId)
  if (call !== 'transitiveMemberOf' || pages === undefined) return notFound
  const page = Number(url.searchParams.get('$skiptoken') ?? '0')
  const value = (pages[page] ?? []).map((id) => ({ '@odata.type': '#microsoft.graph.group', id }))
  const next = `${GRAPH_URL}/v1.0/users/${objectId}/transitiveMemberOf?$skiptoken=${page + 1}`
  return { status: 200, body: { value, ...(page + 1 < pages.length ? { '@odata.nextLink': next } : {}) } }
}
