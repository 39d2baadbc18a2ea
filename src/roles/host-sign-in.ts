import { randomBytes } from 'node:crypto'
import type { JWK } from 'jose'
import type Provider from 'oidc-provider'
import type { Accounts } from '../auth/accounts.ts'
import type { IdentityProvider } from '../auth/identity-provider.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { SignInCodes } from '../auth/sign-in-codes.ts'
import type { TokenIssuer } from '../auth/token-issuer.ts'
import type { TokenVerifier } from '../auth/verify-token.ts'
import { sessionCookieFor } from '../contracts/session-cookie.ts'
import type { Database } from '../platform/database/database.ts'
import { CALL_CONTEXT_HEADER } from '../platform/http/call-context-token.ts'
import type { Wiring } from './wiring.ts'

export interface SignInParts {
  readonly database: Database
  readonly issuer: TokenIssuer
  readonly verifyToken: TokenVerifier
}

export interface HostedSignIn {
  readonly sessions: Sessions
  readonly codes: SignInCodes
  readonly addRoutes: () => Promise<void>
  /** A link that signs somebody in, at the address that people use. */
  readonly linkFor: (objectId: string, lifetimeInMs: number, now: number) => Promise<string>
}

const newKey = () => randomBytes(32).toString('base64url')

/** Signing in: the local provider, the providers of others, sessions, and the pages and routes of all of them. */
export async function hostSignIn(wiring: Wiring, parts: SignInParts): Promise<HostedSignIn> {
  const { app, config } = wiring
  const { database, issuer, verifyToken } = parts
  const [{ createSignInCodes, signInUrl }, { createSessions }, { createSeal }, { baseAddressOf }] = await Promise.all([
    import('../auth/sign-in-codes.ts'),
    import('../auth/sessions.ts'),
    import('../auth/seal-secret.ts'),
    import('../auth/base-address.ts'),
  ])
  const secrets = await wiring.platform.secrets()
  const baseAddress = baseAddressOf(app, config.publicUrl)
  const codes = createSignInCodes(database)
  const local = config.identity.local ? await openLocalProvider(wiring, parts, baseAddress) : null
  const providers = await identityProviders(wiring, baseAddress, local?.identityProvider ?? null)
  const sessions = createSessions({
    database,
    verifyToken,
    providers,
    seal: createSeal(await secrets.getOrCreate('session-seal-key', newKey)),
    lifetimeInMs: config.limits.sessionLifetimeInMs,
    idleLifetimeInMs: config.limits.sessionIdleLifetimeInMs,
  })
  const cookie = sessionCookieFor(config.publicUrl)
  return {
    sessions,
    codes,
    linkFor: async (objectId, lifetimeInMs, now) =>
      signInUrl(baseAddress(), await codes.create({ tenantId: config.tenantId, objectId }, lifetimeInMs, now)),
    addRoutes: async () => {
      const [
        { authRoutes },
        { userRoutes },
        { createUsers },
        { sessionRoutes },
        { createSessionList },
        { loginRoutes },
        { createSignInAttempts },
        { LOCAL_ISSUER },
      ] = await Promise.all([
        import('../auth/routes.ts'),
        import('../auth/user-routes.ts'),
        import('../auth/users.ts'),
        import('../auth/session-routes.ts'),
        import('../auth/session-list.ts'),
        import('../auth/login-routes.ts'),
        import('../auth/sign-in-attempts.ts'),
        import('../auth/token-issuer.ts'),
      ])
      const shared = { database, sessions, providers, baseAddress, cookie }
      const localTenantId = config.identity.local ? config.tenantId : null
      await app.register(authRoutes({ ...shared, codes, issuer }))
      await app.register(userRoutes(createUsers({ database, codes, baseAddress, localTenantId })))
      await app.register(sessionRoutes(createSessionList(database, config.limits.sessionIdleLifetimeInMs), cookie))
      const attempts = createSignInAttempts(database)
      const issuerOf = issuerNames(wiring, LOCAL_ISSUER)
      await app.register(loginRoutes({ ...shared, attempts, verifyToken, issuerOf }))
      await local?.addRoutes(codes)
    },
  }
}

interface LocalProvider {
  readonly accounts: Accounts
  readonly identityProvider: IdentityProvider
  readonly addRoutes: (codes: SignInCodes) => Promise<void>
}

async function openLocalProvider(
  wiring: Wiring,
  { database, issuer }: SignInParts,
  baseAddress: () => string,
): Promise<LocalProvider> {
  const { app, config, platform, tokens, clock } = wiring
  const [{ createAccounts }, { createPasswords }, { createIdentityProvider }, provider, routes] = await Promise.all([
    import('../auth/accounts.ts'),
    import('../auth/hash-password.ts'),
    import('../auth/identity-provider.ts'),
    import('../auth/local-provider-names.ts'),
    import('../auth/provider-routes.ts'),
  ])
  const secrets = await platform.secrets()
  const webClientSecret = await secrets.getOrCreate('web-client-secret', newKey)
  const accounts = createAccounts({ database, passwords: createPasswords(), tenantId: config.tenantId })
  const answering = await lazyProvider(wiring, { database, issuer, accounts, webClientSecret, baseAddress })
  return {
    accounts,
    identityProvider: createIdentityProvider({
      name: 'local',
      label: 'Sign in with e-mail address and password',
      issuer: () => `${baseAddress()}${provider.PROVIDER_PATH}`,
      clientId: provider.WEB_CLIENT,
      clientSecret: webClientSecret,
      scope: `openid profile offline_access ${provider.ASK_SCOPE}`,
      // Whoever shares a computer signs in anew: the session ends with us, not with the provider.
      parameters: { resource: provider.RESOURCE, prompt: 'login' },
      baseAddress,
      fetch: routes.fetchInProcess(app, async (method, path) => ({
        [CALL_CONTEXT_HEADER]: await tokens.sign({ principal: null, clock }, { audience: 'auth', method, path }),
      })),
      endsWithUs: true,
    }),
    addRoutes: async (codes) => {
      const [{ interactionRoutes }, { createAttemptLimits }] = await Promise.all([
        import('../auth/interaction-routes.ts'),
        import('../auth/limit-attempts.ts'),
      ])
      const limits = createAttemptLimits(await platform.sharedState())
      await app.register(routes.providerRoutes(answering))
      await app.register(interactionRoutes({ provider: answering, accounts, codes, limits, baseAddress }))
    },
  }
}

/** The provider itself, made at the first request: its address is known only once this process listens. */
async function lazyProvider(
  { config, platform }: Wiring,
  {
    issuer,
    baseAddress,
    ...parts
  }: {
    readonly database: Database
    readonly issuer: TokenIssuer
    readonly accounts: Accounts
    readonly webClientSecret: string
    readonly baseAddress: () => string
  },
): Promise<() => Promise<Provider>> {
  const secrets = await platform.secrets()
  const cookieKey = await secrets.getOrCreate('provider-cookie-key', newKey)
  const signingKey = JSON.parse((await secrets.get('token-signing-key')) ?? '{}') as JWK
  const kid = issuer.publicKeys.keys[0]?.kid
  let made: Promise<Provider> | undefined
  return () =>
    (made ??= import('../auth/local-provider.ts').then(({ createLocalProvider }) =>
      createLocalProvider({
        ...parts,
        logger: platform.telemetry.logger,
        baseUrl: baseAddress(),
        tenantId: config.tenantId,
        signingKey: kid === undefined ? signingKey : { ...signingKey, kid },
        cookieKeys: [cookieKey],
        sessionLifetimeInMs: config.limits.sessionLifetimeInMs,
        sessionIdleLifetimeInMs: config.limits.sessionIdleLifetimeInMs,
      }),
    ))
}

/** The providers with which browsers sign in here, those of the organisation before our own accounts. */
async function identityProviders(
  { config }: Wiring,
  baseAddress: () => string,
  local: IdentityProvider | null,
): Promise<readonly IdentityProvider[]> {
  const { createIdentityProvider } = await import('../auth/identity-provider.ts')
  const { entra, oidc } = config.identity
  const providers: IdentityProvider[] = []
  if (entra?.browser !== undefined) {
    const { apiAppIdUri, apiClientId, authority, tenants } = entra
    const [only, ...others] = tenants
    const tenant = others.length === 0 && only !== undefined ? only : 'organizations'
    const options = {
      name: 'entra' as const,
      label: 'Sign in with Microsoft',
      who: 'Microsoft',
      chooseAccount: { prompt: 'select_account' },
      issuer: () => `${authority}/${tenant}/v2.0`,
      scope: `openid profile offline_access ${apiAppIdUri ?? apiClientId}/Footnote.Ask`,
    }
    providers.push(createIdentityProvider({ ...options, ...entra.browser, baseAddress }))
  }
  if (oidc?.browser !== undefined) {
    const options = {
      name: 'oidc' as const,
      label: `Sign in at ${new URL(oidc.issuer).host}`,
      who: new URL(oidc.issuer).host,
      chooseAccount: { prompt: 'login' },
      issuer: () => oidc.issuer,
      scope: 'openid profile offline_access',
    }
    providers.push(createIdentityProvider({ ...options, ...oidc.browser, baseAddress }))
  }
  return local === null ? providers : [...providers, local]
}

/** Who vouches for people of each provider, as the table of people names it. */
function issuerNames({ config }: Wiring, localIssuer: string) {
  const { entra, oidc } = config.identity
  return (name: IdentityProvider['name'], { tenant_id }: { readonly tenant_id: string }): string => {
    if (name === 'entra') return `${entra?.authority ?? ''}/${tenant_id}/v2.0`
    return name === 'oidc' ? (oidc?.issuer ?? '') : localIssuer
  }
}
