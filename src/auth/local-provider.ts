import type { JWK } from 'jose'
import { type Configuration, errors, interactionPolicy, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Logger } from 'pino'
import type { Database } from '../platform/database/database.ts'
import type { Account, Accounts } from './accounts.ts'
import { PAGE_HEADERS } from './html-page.ts'
import {
  ASK_SCOPE,
  CLI_CLIENT,
  INTERACTION_PATH,
  PROVIDER_COOKIE,
  PROVIDER_COOKIE_PATH,
  PROVIDER_PATH,
  RESOURCE,
  WEB_CLIENT,
} from './local-provider-names.ts'
import { createProviderRecords } from './provider-records.ts'
import { confirmDevicePage, confirmSignOutPage, deviceCodePage, noticePage, signInErrorPage } from './sign-in-pages.ts'
import { ACCESS_TOKEN_LIFETIME_IN_SECONDS, AUDIENCE } from './token-issuer.ts'

const DAY_IN_SECONDS = 86_400
/** A command line stays signed in while it is used every day, for at most this long. */
const LONGEST_GRANT_IN_SECONDS = 30 * DAY_IN_SECONDS

export interface LocalProviderOptions {
  readonly database: Database
  readonly accounts: Accounts
  readonly logger: Pick<Logger, 'error'>
  /** Address of this installation. */
  readonly baseUrl: string
  readonly tenantId: string
  /** The private key that signs tokens, with its `kid`. */
  readonly signingKey: JWK
  readonly cookieKeys: readonly string[]
  readonly webClientSecret: string
  readonly sessionLifetimeInMs: number
  readonly sessionIdleLifetimeInMs: number
}

/** The OpenID provider of accounts that are kept here: code flow with PKCE for the browser, device flow for the command line. */
export function createLocalProvider(options: LocalProviderOptions): Provider {
  const { baseUrl, logger } = options
  const provider = new Provider(`${baseUrl}${PROVIDER_PATH}`, configurationOf(options))
  // Its addresses come from the issuer only: whoever passes requests on sets these headers from it.
  provider.proxy = true
  provider.on('server_error', (_context, error) => logger.error({ err: error }, 'the local provider failed'))
  return provider
}

function configurationOf(options: LocalProviderOptions): Configuration {
  const { baseUrl, accounts, database, cookieKeys, signingKey } = options
  const policy = interactionPolicy.base()
  // Both clients are our own: signing in is the consent.
  policy.remove('consent')
  return {
    adapter: createProviderRecords(database),
    clients: clientsOf(options),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [{ ...signingKey, alg: 'ES256', use: 'sig' }] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', 'profile'],
    claims: { openid: ['sub'], profile: ['name'] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    acceptQueryParamAccessTokens: false,
    cookies: {
      keys: [...cookieKeys],
      names: { session: PROVIDER_COOKIE, interaction: 'footnote_interaction', resume: 'footnote_resume' },
      long: { httpOnly: true, sameSite: 'lax', signed: true, path: PROVIDER_COOKIE_PATH },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    interactions: { policy, url: (_context, interaction) => `${INTERACTION_PATH}/${interaction.uid}` },
    findAccount: async (_context, id) => providerAccount(await accounts.find(id)),
    loadExistingGrant: grantEverything,
    extraTokenClaims: async (_context, token) => claimsFor(options, 'accountId' in token ? token.accountId : undefined),
    ttl: lifetimesOf(options),
    features: featuresOf(baseUrl),
    renderError: (context, out) => {
      const detail = out.error_description ?? 'The sign-in could not be finished.'
      sendPage(context, signInErrorPage('This did not work', `${sentence(detail)} Begin again.`))
    },
  }
}

function clientsOf({ baseUrl, webClientSecret }: LocalProviderOptions): NonNullable<Configuration['clients']> {
  return [
    {
      client_id: WEB_CLIENT,
      client_secret: webClientSecret,
      redirect_uris: [`${baseUrl}/auth/callback`],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
    {
      client_id: CLI_CLIENT,
      client_name: 'the command line',
      application_type: 'native',
      redirect_uris: [],
      response_types: [],
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    },
  ]
}

function lifetimesOf({ sessionLifetimeInMs, sessionIdleLifetimeInMs }: LocalProviderOptions): Configuration['ttl'] {
  const idle = Math.ceil(sessionIdleLifetimeInMs / 1000)
  return {
    AccessToken: ACCESS_TOKEN_LIFETIME_IN_SECONDS,
    IdToken: ACCESS_TOKEN_LIFETIME_IN_SECONDS,
    AuthorizationCode: 60,
    DeviceCode: 600,
    Interaction: 1_800,
    // Whoever closed the browser for longer than a session may be idle signs in again.
    Session: idle,
    RefreshToken: Math.max(DAY_IN_SECONDS, idle),
    Grant: Math.max(LONGEST_GRANT_IN_SECONDS, Math.ceil(sessionLifetimeInMs / 1000)),
  }
}

function featuresOf(baseUrl: string): NonNullable<Configuration['features']> {
  const codeAddress = `${baseUrl}${PROVIDER_PATH}/device`
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    userinfo: { enabled: false },
    revocation: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => sendPage(context, confirmSignOutPage(form)),
      postLogoutSuccessSource: (context) =>
        sendPage(context, signInErrorPage('You are signed out', 'Close the window, or sign in again.')),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, resource) => {
        if (resource !== RESOURCE) throw new errors.InvalidTarget()
        return {
          scope: ASK_SCOPE,
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: ACCESS_TOKEN_LIFETIME_IN_SECONDS,
          jwt: { sign: { alg: 'ES256' } },
        }
      },
    },
    deviceFlow: {
      enabled: true,
      userCodeInputSource: (context, _form, _out, error) =>
        sendPage(context, deviceCodePage(codeAddress, secretOf(context), codeFailure(error))),
      userCodeConfirmSource: (context, _form, _client, _device, userCode) =>
        sendPage(context, confirmDevicePage(codeAddress, secretOf(context), userCode)),
      successSource: (context) =>
        sendPage(context, noticePage('The command line is signed in', 'You can close this window.')),
    },
  }
}

/** Nobody is asked again what a client of our own may do. */
async function grantEverything({ oidc }: KoaContextWithOIDC) {
  const { client, session, provider } = oidc
  if (client === undefined || session?.accountId === undefined) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid offline_access profile')
  grant.addResourceScope(RESOURCE, ASK_SCOPE)
  await grant.save()
  return grant
}

function providerAccount(account: Account | null) {
  if (account === null) return undefined
  const { objectId, displayName } = account
  return { accountId: objectId, claims: () => ({ sub: objectId, name: displayName }) }
}

/** The same claims as `footnote token` writes, as they are at this moment. */
async function claimsFor({ accounts, tenantId }: LocalProviderOptions, id: string | undefined) {
  const account = id === undefined ? null : await accounts.find(id)
  if (account === null) throw new errors.InvalidGrant('the account is not there any more')
  const { objectId, roles, groupIds, displayName } = account
  return { tid: tenantId, oid: objectId, roles, groups: groupIds, name: displayName }
}

function sendPage(context: KoaContextWithOIDC, page: string): void {
  context.set({ ...PAGE_HEADERS })
  context.body = page
}

/** The secret that proves that a form of the device pages is ours. */
function secretOf({ oidc }: KoaContextWithOIDC): string {
  const secret: unknown = oidc.session?.state?.['secret']
  if (typeof secret !== 'string') throw new errors.InvalidRequest('the form has no session')
  return secret
}

function codeFailure(error: Error | undefined): string | null {
  if (error === undefined) return null
  if (error.name === 'AbortedError') return 'Stopped. The terminal was not signed in.'
  return ['NoCodeError', 'NotFoundError', 'ExpiredError', 'AlreadyUsedError'].includes(error.name)
    ? 'This code is not known, or it is too old. Type the one that your terminal shows now.'
    : 'This did not work. Type the code again.'
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return capital.endsWith('.') ? capital : `${capital}.`
}
