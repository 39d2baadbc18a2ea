import { type Auth, authContract } from '../contracts/auth.ts'
import { connect, expose } from '../platform/http/remote.ts'
import { hosts, peerUrl, type Wiring } from './wiring.ts'

export interface HostedAuth {
  readonly auth: Auth
  /** Add the sign-in routes; the gateway's rules must be there before any route. */
  readonly addRoutes: () => Promise<void>
  /** Make a link that signs the first administrator in; null where another process hosts the role. */
  readonly createSignInLink: ((baseUrl: string) => Promise<string>) | null
}

/** The auth role: built here, or reached where it runs. */
export async function hostAuth(wiring: Wiring): Promise<HostedAuth> {
  const { app, config, clock, platform, tokens, checks } = wiring
  if (!hosts(wiring, 'auth')) {
    return {
      auth: connect(authContract, peerUrl(wiring, 'auth'), tokens),
      addRoutes: async () => undefined,
      createSignInLink: null,
    }
  }
  const [{ createAuth }, { createSessions }, { openTokenIssuer }, { createTokenVerifier }, routes, first] =
    await Promise.all([
      import('../auth/auth.ts'),
      import('../auth/sessions.ts'),
      import('../auth/token-issuer.ts'),
      import('../auth/verify-token.ts'),
      import('../auth/routes.ts'),
      import('../auth/first-administrator.ts'),
    ])
  const database = await platform.database()
  const issuer = await openTokenIssuer({ secrets: await platform.secrets(), clock })
  const sessions = createSessions({ database, lifetimeInMs: config.limits.sessionLifetimeInMs })
  await first.ensureFirstAdministrator(database, config.tenantId)
  checks.push({ name: 'database', check: () => database.pool.query('select 1') })
  const auth = createAuth({
    database,
    sessions,
    verifyToken: createTokenVerifier({ keys: [...issuer.publicKeys.keys] }),
  })
  return {
    auth,
    addRoutes: async () => {
      expose(app, authContract, auth)
      await app.register(routes.authRoutes({ sessions, issuer, publicUrl: config.publicUrl }))
    },
    createSignInLink: async (baseUrl) => {
      const code = await sessions.createSignInCode(config.tenantId, first.FIRST_ADMINISTRATOR, clock.now())
      return routes.signInUrl(config.publicUrl ?? baseUrl, code)
    },
  }
}
