import { type Auth, authContract } from '../contracts/auth.ts'
import { connect, expose } from '../platform/http/remote.ts'
import { connectionOf, hosts, peerUrl, type Wiring } from './wiring.ts'

export interface HostedAuth {
  readonly auth: Auth
  /** Add the sign-in routes; the gateway's rules must be there before any route. */
  readonly addRoutes: () => Promise<void>
  /** Make a link that signs the first administrator in; null where another process hosts the role. */
  readonly createSignInLink: ((baseUrl: string) => Promise<string>) | null
}

/** The auth role: built here, or reached where it runs. */
export async function hostAuth(wiring: Wiring): Promise<HostedAuth> {
  const { app, config, clock, platform, checks } = wiring
  if (!hosts(wiring, 'auth')) {
    return {
      auth: connect(authContract, peerUrl(wiring, 'auth'), connectionOf(wiring)),
      addRoutes: async () => undefined,
      createSignInLink: null,
    }
  }
  const [
    { createAuth },
    { openTokenIssuer },
    { openTokenVerifier },
    first,
    codes,
    base,
    signingIn,
    { createApiKeys },
    { createStandingReader },
    { ensureTenants },
  ] = await Promise.all([
    import('../auth/auth.ts'),
    import('../auth/token-issuer.ts'),
    import('./token-providers.ts'),
    import('../auth/first-administrator.ts'),
    import('../auth/sign-in-codes.ts'),
    import('../auth/base-address.ts'),
    import('./host-sign-in.ts'),
    import('../auth/api-keys.ts'),
    import('../auth/standing.ts'),
    import('../auth/ensure-tenants.ts'),
  ])
  const database = await platform.database()
  const issuer = await openTokenIssuer({ secrets: await platform.secrets(), clock })
  const baseAddress = base.baseAddressOf(app, config.publicUrl)
  const verifyToken = await openTokenVerifier(wiring, { issuer, baseAddress })
  const signIn = await signingIn.hostSignIn(wiring, { database, issuer, verifyToken })
  await first.ensureFirstAdministrator(database, config.tenantId)
  await ensureTenants(database, config.identity.entra?.tenants ?? [])
  checks.push({ name: 'database', check: () => database.pool.query('select 1') })
  const apiKeys = createApiKeys({ database })
  const auth = createAuth({
    readStanding: createStandingReader(database),
    sessions: signIn.sessions,
    apiKeys,
    verifyToken,
  })
  return {
    auth,
    addRoutes: async () => {
      expose(app, authContract, auth)
      await signIn.addRoutes()
      const { administrationRoutes } = await import('../auth/administration-routes.ts')
      await app.register(administrationRoutes({ database, apiKeys }))
    },
    createSignInLink: config.identity.local
      ? () => signIn.linkFor(first.FIRST_ADMINISTRATOR, codes.SIGN_IN_CODE_LIFETIME_IN_MS, clock.now())
      : null,
  }
}
