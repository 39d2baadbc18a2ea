import * as openid from 'openid-client'
import { problem } from '../contracts/errors.ts'
import type { SignInAttempt } from './sign-in-attempts.ts'

export type ProviderName = 'local' | 'entra' | 'oidc'

/** What a provider gave for a sign-in. */
export interface ProviderTokens {
  readonly accessToken: string
  readonly refreshToken: string | null
}

/** A provider as a browser signs in with it: code flow with PKCE, state and nonce, as a confidential client. */
export interface IdentityProvider {
  readonly name: ProviderName
  /** What the button says. */
  readonly label: string
  /** Where to send the browser. */
  readonly authorizationUrl: (
    attempt: Omit<SignInAttempt, 'returnTo' | 'provider'>,
    wishes?: { readonly chooseAccount: boolean },
  ) => Promise<URL>
  /** Turn the provider's reply into tokens. Throws `not-authenticated` when it does not belong to the attempt, or says no. */
  readonly exchange: (reply: URLSearchParams, attempt: SignInAttempt) => Promise<ProviderTokens>
  /** Get new tokens; null when the provider refuses. Throws `service-unavailable` when it cannot be reached. */
  readonly refresh: (refreshToken: string) => Promise<ProviderTokens | null>
  /** Where a person signs out there as well, if it has such a page. */
  readonly endSessionUrl: () => Promise<string | null>
}

export interface IdentityProviderOptions {
  readonly name: ProviderName
  readonly label: string
  /** How sentences name it. */
  readonly who?: string
  /** Known only once this process listens, for the local provider. */
  readonly issuer: () => string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
  /** Further parameters of the authorization request. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Those that make it ask which account to use. */
  readonly chooseAccount?: Readonly<Record<string, string>>
  /** Address of this installation. */
  readonly baseAddress: () => string
  readonly fetch?: openid.CustomFetch
  /** True when signing out here ends the sign-in there without the browser. */
  readonly endsWithUs?: boolean
}

const TIMEOUT_IN_SECONDS = 10

export function createIdentityProvider(options: IdentityProviderOptions): IdentityProvider {
  const { name, label, who = 'The sign-in provider', baseAddress, endsWithUs = false } = options
  const configuration = discoverOnce(options)
  const callback = () => `${baseAddress()}/auth/callback`
  return {
    name,
    label,
    authorizationUrl: async ({ state, nonce, codeVerifier }, { chooseAccount = false } = { chooseAccount: false }) =>
      openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: callback(),
        response_type: 'code',
        scope: options.scope,
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...options.parameters,
        ...(chooseAccount ? options.chooseAccount : {}),
      }),
    exchange: async (reply, { state, nonce, codeVerifier }) => {
      const checks = {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      }
      try {
        const at = new URL(`${callback()}?${reply.toString()}`)
        return tokensOf(await openid.authorizationCodeGrant(await configuration(), at, checks))
      } catch (error) {
        if (isUnreachable(error)) throw unreachable(who, error)
        throw problem('not-authenticated', `${who} did not confirm this sign-in. ${reasonIn(error)}`, {
          cause: withWords(error),
        })
      }
    },
    refresh: async (refreshToken) => {
      try {
        const tokens = tokensOf(await openid.refreshTokenGrant(await configuration(), refreshToken))
        // A provider that does not rotate expects the same token again.
        return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken }
      } catch (error) {
        // That this installation is not known there any more, for example because its secret is over, says nothing of the person.
        if (isUnreachable(error) || isAboutUs(error)) throw unreachable(who, error)
        return null
      }
    },
    endSessionUrl: async () => {
      if (endsWithUs) return null
      const known = await configuration().catch(() => null)
      if (known?.serverMetadata().end_session_endpoint === undefined) return null
      return openid.buildEndSessionUrl(known, { post_logout_redirect_uri: `${baseAddress()}/` }).href
    },
  }
}

/** The provider's own description, read when it is first needed; a failed attempt is forgotten. */
function discoverOnce(options: IdentityProviderOptions): () => Promise<openid.Configuration> {
  let pending: Promise<openid.Configuration> | undefined
  const discover = async (): Promise<openid.Configuration> => {
    const issuer = new URL(options.issuer())
    const { server, fetch } = knownAddress(issuer, options.fetch)
    return openid.discovery(server, options.clientId, undefined, authenticateWith(options.clientSecret), {
      timeout: TIMEOUT_IN_SECONDS,
      ...(fetch === undefined ? {} : { [openid.customFetch]: fetch }),
      // Only a provider that is itself configured without encryption, such as the local one, is asked without.
      ...(issuer.protocol === 'http:' ? { execute: [openid.allowInsecureRequests] } : {}),
    })
  }
  return () => {
    pending ??= discover().catch((error: unknown) => {
      pending = undefined
      throw unreachable(options.who ?? 'The sign-in provider', error)
    })
    return pending
  }
}

/**
 * In the body where the provider takes it there: not every provider undoes the encoding that the header asks for, and
 * secrets of Entra hold characters that are encoded.
 */
function authenticateWith(secret: string): openid.ClientAuth {
  return (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const inBody = methods.includes('client_secret_post')
    return (inBody ? openid.ClientSecretPost(secret) : openid.ClientSecretBasic(secret))(server, ...request)
  }
}

/** Where the issuer of Entra that many tenants share is described, and where the library knows that it is a template. */
const SHARED_ISSUER = new URL('https://login.microsoftonline.com/organizations/v2.0')

/** The clouds of other countries share an issuer as well; the library takes their template only from the first one's address. */
function knownAddress(issuer: URL, fetch: openid.CustomFetch | undefined) {
  if (issuer.pathname !== SHARED_ISSUER.pathname || issuer.origin === SHARED_ISSUER.origin)
    return { server: issuer, fetch }
  const send = fetch ?? ((url, init) => globalThis.fetch(url, init as RequestInit))
  const sendThere: openid.CustomFetch = (url, init) =>
    send(url.startsWith(SHARED_ISSUER.href) ? `${issuer.href}${url.slice(SHARED_ISSUER.href.length)}` : url, init)
  return { server: SHARED_ISSUER, fetch: sendThere }
}

function tokensOf(reply: { readonly access_token: string; readonly refresh_token?: string }): ProviderTokens {
  return { accessToken: reply.access_token, refreshToken: reply.refresh_token ?? null }
}

/** A provider that answers, even with an error of OAuth, is there; everything else may pass. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof openid.AuthorizationResponseError) return false
  if (error instanceof openid.ResponseBodyError) return error.status >= 500 || error.status === 429
  if (error instanceof openid.ClientError) {
    const { code } = error
    return code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM'
  }
  return (
    error instanceof TypeError || (error instanceof Error && 'code' in error && error.code === 'service-unavailable')
  )
}

/** The provider does not take this installation's own id and secret. */
function isAboutUs(error: unknown): boolean {
  return error instanceof openid.ResponseBodyError && ['invalid_client', 'unauthorized_client'].includes(error.error)
}

const LONGEST_REASON = 300

/** The words of the provider, such as the number of an error of Entra, as a message: logs leave other members out. */
function withWords(error: unknown): unknown {
  const isAnswer = error instanceof openid.ResponseBodyError || error instanceof openid.AuthorizationResponseError
  return isAnswer
    ? new Error(`${error.error}: ${error.error_description ?? 'no description'}`, { cause: error })
    : error
}

/** What the provider said to the person. What it said to this installation is for the log. */
function reasonIn(error: unknown): string {
  if (isAboutUs(error)) return 'An administrator finds the reason in the log.'
  const said = error instanceof openid.AuthorizationResponseError ? error.error_description : undefined
  return said === undefined ? 'Begin again.' : `It said: ${said.slice(0, LONGEST_REASON)}`
}

function unreachable(who: string, cause: unknown): Error {
  return problem('service-unavailable', `${who} cannot be reached right now; try again in a moment.`, {
    cause,
    retryAfterInSeconds: 10,
  })
}
