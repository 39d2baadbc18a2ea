import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Configuration, Provider } from 'oidc-provider'

export const AUDIENCE = 'https://footnote.example.org/api'
export const CLIENT_ID = 'footnote'
export const CLIENT_SECRET = 'a~secret+of/the client&='

interface OpenIdPerson {
  readonly id: string
  readonly name: string
  roles: readonly string[]
  groups: readonly string[]
}

/** Any OpenID provider that is not Entra: a certified one from npm, with people of its own. */
export interface OpenIdProvider extends AsyncDisposable {
  readonly issuer: string
  /** Who sits before the browser. */
  person: OpenIdPerson
}

export async function startOpenIdProvider(options: {
  readonly redirectUri: string
  readonly person: OpenIdPerson
}): Promise<OpenIdProvider> {
  let answer: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null = null
  const server = createServer((request, response) => {
    void (answer?.(request, response) ?? Promise.reject(new Error('too early'))).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const running: OpenIdProvider = {
    issuer,
    person: options.person,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const provider = new Provider(issuer, configurationOf(running, options.redirectUri))
  const handle = provider.callback()
  answer = async (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return handle(request, response)
    await provider.interactionFinished(request, response, { login: { accountId: running.person.id } })
  }
  return running
}

function configurationOf(running: OpenIdProvider, redirectUri: string): Configuration {
  return {
    clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [redirectUri] }],
    clientDefaults: { grant_types: ['authorization_code', 'refresh_token'] },
    cookies: { keys: ['a key of the tests'] },
    claims: { openid: ['sub'], profile: ['name'] },
    pkce: { required: () => true },
    // Many providers give a refresh token for the scope alone.
    issueRefreshToken: async () => true,
    ttl: { AccessToken: 3_600, AuthorizationCode: 60, Grant: 3_600, IdToken: 3_600, Interaction: 600, Session: 3_600 },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: running.person.name }) }),
    loadExistingGrant: async ({ oidc: { client, session, provider } }) => {
      const grant = new provider.Grant({
        ...(client === undefined ? {} : { clientId: client.clientId }),
        ...(session?.accountId === undefined ? {} : { accountId: session.accountId }),
      })
      grant.addOIDCScope('openid profile offline_access')
      grant.addResourceScope(AUDIENCE, 'ask')
      await grant.save()
      return grant
    },
    extraTokenClaims: () => {
      const { name, roles, groups } = running.person
      return { name, realm_access: { roles }, groups }
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'ask',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  }
}
