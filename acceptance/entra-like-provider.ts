import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

export const TENANT = '11111111-0000-4000-8000-000000000001'
export const SECOND_TENANT = '11111111-0000-4000-8000-000000000002'
export const OTHER_TENANT = '11111111-0000-4000-8000-000000000003'
export const API_CLIENT = '22222222-0000-4000-8000-000000000001'
export const WEB_CLIENT = '22222222-0000-4000-8000-000000000002'
export const SCRIPT_CLIENT = '22222222-0000-4000-8000-000000000003'
/** With characters that forms and headers encode differently. */
export const WEB_SECRET = 'a~secret+of/the web&client='
export const SCRIPT_SECRET = 'a secret of the script'
const GRAPH = 'graph'
/** Entra dates its tokens back by this much, so that clocks that are behind believe them. */
const DATED_BACK_IN_SECONDS = 300
/** More groups than these do not fit into a token. */
const MOST_GROUPS_IN_TOKEN = 200
const GRAPH_PAGE_SIZE = 100

export interface EntraPerson {
  readonly oid: string
  readonly tid: string
  readonly name: string
  roles: readonly string[]
  groups: readonly string[]
}

/** A local server that signs people and applications in as Entra ID does, and lists groups as Microsoft Graph does. */
export interface EntraLikeProvider extends AsyncDisposable {
  readonly authority: string
  readonly graphUrl: string
  /** Who sits before the browser; null refuses to give access. */
  person: EntraPerson | null
  isDown: boolean
  graphIsDown: boolean
  /** Life of access tokens from now on. */
  tokenLifetimeInSeconds: number
  /** What refreshing answers; null gives tokens. */
  refusesRefresh: string | null
  readonly rotateKeys: () => Promise<void>
  /** A token of a person for a client with no browser, such as the Azure command line. */
  readonly tokenOf: (person: EntraPerson, more?: Readonly<Record<string, unknown>>) => Promise<string>
  readonly idTokenOf: (person: EntraPerson) => Promise<string>
  /** What was asked for, oldest first. */
  readonly asked: readonly string[]
}

interface Grant {
  readonly person: EntraPerson
  readonly tenant: string
  readonly challenge: string
  readonly redirectUri: string
  readonly nonce: string
}

interface State {
  readonly provider: EntraLikeProvider
  readonly redirectUri: string
  readonly codes: Map<string, Grant>
  readonly refreshTokens: Map<string, Grant>
  key: { readonly kid: string; readonly jwk: JWK; readonly privateKey: CryptoKey }
}

interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly location?: string
}

export async function startEntraLikeProvider({ redirectUri }: { readonly redirectUri: string }) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    void reply(state, asked, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: EntraLikeProvider = {
    authority: origin,
    graphUrl: `${origin}/${GRAPH}`,
    person: null,
    isDown: false,
    graphIsDown: false,
    tokenLifetimeInSeconds: 3_600,
    refusesRefresh: null,
    rotateKeys: async () => {
      state.key = await newKey(origin)
    },
    tokenOf: (person, more = {}) => accessToken(state, person, { azp: SCRIPT_CLIENT, ...more }),
    idTokenOf: (person) => idToken(state, person, undefined),
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const state: State = { provider, redirectUri, codes: new Map(), refreshTokens: new Map(), key: await newKey(origin) }
  return provider
}

async function newKey(origin: string): Promise<State['key']> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const kid = randomUUID()
  // As Entra publishes them: no algorithm, and the issuers that the key signs for.
  const named = { kid, x5t: kid, use: 'sig', issuer: `${origin}/{tenantid}/v2.0` }
  const jwk: JWK = { ...(await exportJWK(publicKey)), ...named }
  return { kid, privateKey, jwk }
}

async function reply(state: State, asked: string[], request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', state.provider.authority)
  asked.push(`${request.method} ${url.pathname}`)
  const { status, body, location } = await answerTo(state, request, url)
  response.writeHead(status, { 'content-type': 'application/json', ...(location === undefined ? {} : { location }) })
  response.end(body === undefined ? '' : JSON.stringify(body))
}

async function answerTo(state: State, request: IncomingMessage, url: URL): Promise<Answer> {
  if (url.pathname.startsWith(`/${GRAPH}/`)) return graph(state, request, url)
  if (state.provider.isDown) return { status: 503, body: { error: 'temporarily_unavailable' } }
  const [, tenant = '', ...rest] = url.pathname.split('/')
  switch (rest.join('/')) {
    case 'v2.0/.well-known/openid-configuration':
      return { status: 200, body: metadata(state.provider.authority, tenant) }
    case 'discovery/v2.0/keys':
      return { status: 200, body: { keys: [state.key.jwk] } }
    case 'oauth2/v2.0/authorize':
      return authorize(state, tenant, url.searchParams)
    case 'oauth2/v2.0/token':
      return token(state, tenant, new URLSearchParams(await text(request)))
    case 'oauth2/v2.0/logout':
      return { status: 200, body: 'signed out' }
    default:
      return { status: 404, body: { error: 'not_found' } }
  }
}

function metadata(authority: string, tenant: string) {
  const at = `${authority}/${tenant}`
  return {
    issuer: `${authority}/${tenant === 'organizations' ? '{tenantid}' : tenant}/v2.0`,
    authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
    token_endpoint: `${at}/oauth2/v2.0/token`,
    end_session_endpoint: `${at}/oauth2/v2.0/logout`,
    jwks_uri: `${at}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  }
}

const SCOPE = `openid profile offline_access api://${API_CLIENT}/Footnote.Ask`

function authorize(state: State, tenant: string, query: URLSearchParams): Answer {
  const redirectUri = query.get('redirect_uri') ?? ''
  // An address that is not registered is never sent anywhere; Entra shows a page of its own.
  if (query.get('client_id') !== WEB_CLIENT || redirectUri !== state.redirectUri)
    return { status: 400, body: { error: 'invalid_request', error_description: 'AADSTS50011: the redirect URI' } }
  const back = (answer: Readonly<Record<string, string>>): Answer => {
    const given = new URLSearchParams({ ...answer, state: query.get('state') ?? '', session_state: randomUUID() })
    return { status: 302, location: `${redirectUri}?${given.toString()}` }
  }
  const { person } = state.provider
  if (person === null) {
    const error_description = 'AADSTS50105: Your administrator has configured the application to block users.'
    return back({ error: 'access_denied', error_description })
  }
  const isHome = tenant === 'organizations' || tenant === person.tid
  if (!isHome) return { status: 400, body: { error: 'invalid_request', error_description: 'AADSTS50020' } }
  const [challenge, nonce] = [query.get('code_challenge') ?? '', query.get('nonce') ?? '']
  const isWellFormed = query.get('response_type') === 'code' && query.get('code_challenge_method') === 'S256'
  if (!isWellFormed || challenge === '' || nonce === '' || query.get('scope') !== SCOPE)
    return back({ error: 'invalid_request', error_description: 'AADSTS900144: The request lacks a parameter.' })
  const code = `1.${randomUUID()}`
  state.codes.set(code, { person, tenant, challenge, redirectUri, nonce })
  return back({ code })
}

function refused(error: string, error_description: string, status = 400): Answer {
  return { status, body: { error, error_description, error_codes: [], trace_id: randomUUID() } }
}

async function token(state: State, tenant: string, form: URLSearchParams): Promise<Answer> {
  const secrets: Readonly<Record<string, string>> = { [WEB_CLIENT]: WEB_SECRET, [SCRIPT_CLIENT]: SCRIPT_SECRET }
  const client = form.get('client_id') ?? ''
  if (secrets[client] === undefined || form.get('client_secret') !== secrets[client])
    return refused('invalid_client', 'AADSTS7000215: Invalid client secret provided.', 401)
  switch (form.get('grant_type') ?? '') {
    case 'authorization_code':
      return redeemCode(state, tenant, form)
    case 'refresh_token':
      return refresh(state, form)
    case 'client_credentials':
      return clientCredentials(state, tenant, client, form.get('scope'))
    default:
      return refused('unsupported_grant_type', 'AADSTS70003')
  }
}

function redeemCode(state: State, tenant: string, form: URLSearchParams): Answer | Promise<Answer> {
  const code = form.get('code') ?? ''
  const grant = state.codes.get(code)
  state.codes.delete(code)
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  if (grant === undefined || grant.tenant !== tenant) return refused('invalid_grant', 'AADSTS54005: The code was used.')
  if (grant.challenge !== challenge) return refused('invalid_grant', 'AADSTS50148: The code_verifier does not match.')
  if (grant.redirectUri !== form.get('redirect_uri'))
    return refused('invalid_grant', 'AADSTS500112: The reply address.')
  return give(state, grant, grant.nonce)
}

function refresh(state: State, form: URLSearchParams): Answer | Promise<Answer> {
  const grant = state.refreshTokens.get(form.get('refresh_token') ?? '')
  if (state.provider.refusesRefresh === 'invalid_client')
    return refused('invalid_client', 'AADSTS7000222: expired', 401)
  if (grant === undefined || state.provider.refusesRefresh !== null)
    return refused('invalid_grant', 'AADSTS50173: The grant was revoked.')
  return give(state, grant, undefined)
}

async function give(state: State, grant: Grant, nonce: string | undefined): Promise<Answer> {
  // Entra gives a new refresh token each time and goes on taking the old one.
  const refreshToken = randomUUID()
  state.refreshTokens.set(refreshToken, grant)
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      scope: `api://${API_CLIENT}/Footnote.Ask`,
      expires_in: Math.max(1, state.provider.tokenLifetimeInSeconds),
      ext_expires_in: state.provider.tokenLifetimeInSeconds,
      access_token: await accessToken(state, grant.person, { azp: WEB_CLIENT }),
      refresh_token: refreshToken,
      id_token: await idToken(state, grant.person, nonce),
    },
  }
}

async function clientCredentials(state: State, tenant: string, client: string, scope: string | null): Promise<Answer> {
  if (scope === `${state.provider.graphUrl}/.default`) {
    const isAllowed = client === WEB_CLIENT
    return isAllowed
      ? { status: 200, body: { token_type: 'Bearer', expires_in: 3_599, access_token: graphToken(tenant) } }
      : refused('unauthorized_client', 'AADSTS700016')
  }
  if (scope !== `api://${API_CLIENT}/.default`) return refused('invalid_scope', 'AADSTS70011')
  const oid = '33333333-0000-4000-8000-00000000000a'
  const roles = ['Footnote.Ask.All', 'Footnote.Contributor']
  const claims = { tid: tenant, oid, sub: oid, azp: client, azpacr: '1', idtyp: 'app', roles }
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: 3_599, access_token: await sign(state, claims, API_CLIENT) },
  }
}

function graphToken(tenant: string): string {
  return `graph-token-of-${tenant}`
}

function accessToken(state: State, person: EntraPerson, more: Readonly<Record<string, unknown>>): Promise<string> {
  const { tid, oid, name, roles, groups } = person
  const overage = {
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: `https://graph.windows.net/${tid}/users/${oid}/getMemberObjects` } },
  }
  const listed = groups.length === 0 ? {} : { groups }
  const claims = { tid, oid, name, sub: `pairwise-${oid}`, azpacr: '1', scp: 'Footnote.Ask', idtyp: 'user', ...more }
  const rights = {
    ...(roles.length === 0 ? {} : { roles }),
    ...(groups.length > MOST_GROUPS_IN_TOKEN ? overage : listed),
  }
  return sign(state, { ...claims, ...rights }, API_CLIENT)
}

function idToken(state: State, { tid, oid, name, roles }: EntraPerson, nonce: string | undefined): Promise<string> {
  const claims = { tid, oid, name, roles, sub: `pairwise-${oid}-web`, preferred_username: 'ada@example.org' }
  return sign(state, { ...claims, ...(nonce === undefined ? {} : { nonce }) }, WEB_CLIENT)
}

function sign(
  { key, provider }: State,
  { tid, ...claims }: Readonly<Record<string, unknown>> & { readonly tid: string },
  audience: string,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const issuedAt = now - DATED_BACK_IN_SECONDS
  return new SignJWT({ ...claims, tid, ver: '2.0', uti: randomUUID(), rh: '1.x', nbf: issuedAt })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: key.kid })
    .setIssuer(`${provider.authority}/${tid}/v2.0`)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(now + provider.tokenLifetimeInSeconds)
    .sign(key.privateKey)
}

/** `GET /v1.0/users/{id}/transitiveMemberOf`, a page at a time. */
function graph({ provider }: State, request: IncomingMessage, url: URL): Answer {
  if (provider.graphIsDown) return { status: 503, body: {} }
  const [, , , collection, oid, call] = url.pathname.split('/')
  const { person } = provider
  if (person === null || call !== 'transitiveMemberOf' || collection !== 'users' || oid !== person.oid)
    return { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } }
  if (request.headers.authorization !== `Bearer ${graphToken(person.tid)}`)
    return { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } }
  const from = Number(url.searchParams.get('$skiptoken') ?? '0')
  const listed = person.groups.slice(from, from + GRAPH_PAGE_SIZE)
  const groups = listed.map((id) => ({ '@odata.type': '#microsoft.graph.group', id }))
  const roles = from === 0 ? [{ '@odata.type': '#microsoft.graph.directoryRole', id: randomUUID() }] : []
  const next = `${provider.graphUrl}/v1.0/users/${oid}/transitiveMemberOf?$select=id&$skiptoken=${from + GRAPH_PAGE_SIZE}`
  const hasMore = from + GRAPH_PAGE_SIZE < person.groups.length
  return { status: 200, body: { value: [...roles, ...groups], ...(hasMore ? { '@odata.nextLink': next } : {}) } }
}
