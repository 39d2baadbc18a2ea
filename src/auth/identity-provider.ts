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
  readonly authorizationUrl: (attempt: Omit<SignInAttempt, 'returnTo' | 'provider'>) => Promise<URL>
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
  /** Known only once this process listens, for the local provider. */
  readonly issuer: () => string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
  /** Further parameters of the authorization request. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Address of this installation. */
  readonly baseAddress: () => string
  readonly fetch?: openid.CustomFetch
  /** True when signing out here ends the sign-in there without the browser. */
  readonly endsWithUs?: boolean
}

const TIMEOUT_IN_SECONDS = 10

export function createIdentityProvider(options: IdentityProviderOptions): IdentityProvider {
  const { name, label, baseAddress, endsWithUs = false } = options
  const configuration = discoverOnce(options)
  const callback = () => `${baseAddress()}/auth/callback`
  return {
    name,
    label,
    authorizationUrl: async ({ state, nonce, codeVerifier }) =>
      openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: callback(),
        response_type: 'code',
        scope: options.scope,
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...options.parameters,
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
        if (isUnreachable(error)) throw unreachable(label, error)
        throw problem('not-authenticated', `${label} did not confirm this sign-in; begin again.`, { cause: error })
      }
    },
    refresh: async (refreshToken) => {
      try {
        const tokens = tokensOf(await openid.refreshTokenGrant(await configuration(), refreshToken))
        // A provider that does not rotate expects the same token again.
        return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken }
      } catch (error) {
        if (isUnreachable(error)) throw unreachable(label, error)
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
    return openid.discovery(issuer, options.clientId, undefined, authenticateWith(options.clientSecret), {
      timeout: TIMEOUT_IN_SECONDS,
      ...(options.fetch === undefined ? {} : { [openid.customFetch]: options.fetch }),
      // Only a provider that is itself configured without encryption, such as the local one, is asked without.
      ...(issuer.protocol === 'http:' ? { execute: [openid.allowInsecureRequests] } : {}),
    })
  }
  return () => {
    pending ??= discover().catch((error: unknown) => {
      pending = undefined
      throw unreachable(options.label, error)
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

function unreachable(label: string, cause: unknown): Error {
  return problem('service-unavailable', `${label} cannot be reached right now; try again in a moment.`, {
    cause,
    retryAfterInSeconds: 10,
  })
}
