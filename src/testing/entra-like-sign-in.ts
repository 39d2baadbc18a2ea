import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { CustomFetch } from 'openid-client'

export const ENTRA = 'https://login.microsoftonline.com'
export const ENTRA_TENANT = '7d1c5f1e-0a0b-4c4d-8e8f-000000000001'
export const ENTRA_WEB_CLIENT = '7d1c5f1e-0a0b-4c4d-8e8f-0000000000aa'
export const ENTRA_SECRET = 'a secret of the tests'

/** The sign-in side of Entra ID as far as browsers and this program meet it: metadata, authorize, token, with its peculiarities. */
export interface EntraLikeSignIn {
  /** Answers as `login.microsoftonline.com`; nothing leaves this process. */
  readonly fetch: CustomFetch
  /** What the browser is sent back with, after a person of the tenant signed in at an authorization address. */
  readonly authorize: (address: URL, claims?: Readonly<Record<string, unknown>>) => Promise<URL>
  /** Change how it behaves from now on. */
  mode: 'good' | 'refuses' | 'down'
  readonly tokenRequests: () => number
}

interface Grant {
  readonly challenge: string | null
  readonly redirectUri: string | null
  readonly nonce: string | null
  readonly scope: string | null
  readonly claims: Readonly<Record<string, unknown>>
}

export async function createEntraLikeSignIn(): Promise<EntraLikeSignIn> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' }
  const grants = new Map<string, Grant>()
  let asked = 0

  const sign = (claims: Readonly<Record<string, unknown>>, audience: string) =>
    new SignJWT({ tid: ENTRA_TENANT, ver: '2.0', ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'k1' })
      .setIssuer(`${ENTRA}/${ENTRA_TENANT}/v2.0`)
      .setAudience(audience)
      .setSubject('pairwise')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey)

  const give = async (grant: Grant): Promise<Response> => {
    const refresh = randomUUID()
    grants.set(refresh, { ...grant, nonce: null, challenge: null })
    return Response.json({
      token_type: 'Bearer',
      expires_in: 3_600,
      scope: grant.scope,
      access_token: await sign(grant.claims, 'api'),
      refresh_token: refresh,
      id_token: await sign(grant.nonce === null ? {} : { nonce: grant.nonce }, ENTRA_WEB_CLIENT),
    })
  }
  const answerToken = async (body: URLSearchParams): Promise<Response> => {
    asked += 1
    const known = body.get('client_id') === ENTRA_WEB_CLIENT && body.get('client_secret') === ENTRA_SECRET
    if (!known) return Response.json({ error: 'invalid_client' }, { status: 401 })
    const key = body.get('code') ?? body.get('refresh_token') ?? ''
    const grant = grants.get(key)
    grants.delete(key)
    const isCode = body.get('grant_type') === 'authorization_code'
    const matches =
      grant?.challenge === challengeOf(body.get('code_verifier')) && grant.redirectUri === body.get('redirect_uri')
    if (provider.mode === 'refuses' || grant === undefined || (isCode && !matches))
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    return give(grant)
  }
  const provider: EntraLikeSignIn = {
    mode: 'good',
    tokenRequests: () => asked,
    authorize: async (address, claims = {}) => {
      const asks = address.searchParams
      const code = randomUUID()
      const [challenge, redirectUri, nonce, scope] = ['code_challenge', 'redirect_uri', 'nonce', 'scope'].map((name) =>
        asks.get(name),
      )
      grants.set(code, {
        challenge: challenge ?? null,
        redirectUri: redirectUri ?? null,
        nonce: nonce ?? null,
        scope: scope ?? null,
        claims,
      })
      // Entra sends no "iss" back, but a "session_state" that nobody asked for.
      const back = { code, state: asks.get('state') ?? '', session_state: randomUUID() }
      return new URL(`${redirectUri}?${new URLSearchParams(back).toString()}`)
    },
    fetch: async (address, { method, body }) => {
      if (provider.mode === 'down') throw new TypeError('fetch failed')
      const { origin, pathname } = new URL(address)
      if (origin !== ENTRA) throw new Error(`nobody is at ${address}`)
      if (method === 'POST') return answerToken(body as URLSearchParams)
      if (pathname.endsWith('/keys')) return Response.json({ keys: [jwk] })
      return Response.json(metadataOf(pathname.split('/')[1] ?? ''))
    },
  }
  return provider
}

/** For "organizations" the issuer is a template, which is not the address that it is read from. */
function metadataOf(tenant: string) {
  return {
    issuer: `${ENTRA}/${tenant === 'organizations' ? '{tenantid}' : tenant}/v2.0`,
    authorization_endpoint: `${ENTRA}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${ENTRA}/${tenant}/oauth2/v2.0/token`,
    end_session_endpoint: `${ENTRA}/${tenant}/oauth2/v2.0/logout`,
    jwks_uri: `${ENTRA}/${tenant}/discovery/v2.0/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    subject_types_supported: ['pairwise'],
  }
}

function challengeOf(verifier: string | null): string {
  return createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url')
}
