import type { TokenIssuer } from '../auth/token-issuer.ts'
import type { TokenRules } from '../auth/token-rules.ts'
import type { TokenVerifier } from '../auth/verify-token.ts'
import type { Wiring } from './wiring.ts'

export interface TokenParts {
  readonly issuer: TokenIssuer
  readonly baseAddress: () => string
}

/** The verifier of access tokens, for all providers of the configuration side by side. */
export async function openTokenVerifier(wiring: Wiring, parts: TokenParts): Promise<TokenVerifier> {
  const [{ createTokenVerifier }, { localTokens }, { PROVIDER_PATH }, entra, oidc] = await Promise.all([
    import('../auth/verify-token.ts'),
    import('../auth/local-tokens.ts'),
    import('../auth/local-provider-names.ts'),
    entraRules(wiring),
    oidcRules(wiring),
  ])
  const { config, platform } = wiring
  const providerAddress = () => (config.identity.local ? `${parts.baseAddress()}${PROVIDER_PATH}` : null)
  const local = localTokens({ publicKeys: parts.issuer.publicKeys, providerAddress })
  const { logger } = platform.telemetry
  return createTokenVerifier([local, ...entra, ...oidc], {
    onRefusal: (reason) => logger.debug({ reason }, 'a token was refused'),
  })
}

async function entraRules({ config: { identity } }: Wiring): Promise<readonly TokenRules[]> {
  if (identity.entra === undefined) return []
  const [{ entraTokens }, { createGroupDirectory }] = await Promise.all([
    import('../auth/entra-tokens.ts'),
    import('../auth/group-overage.ts'),
  ])
  const { graphUrl, authority, browser: client } = identity.entra
  const directory = createGroupDirectory({ graphUrl, authority, client, fetch })
  return [entraTokens({ ...identity.entra, roleMap: identity.roleMap, directory, fetch })]
}

async function oidcRules({ config: { identity, tenantId } }: Wiring): Promise<readonly TokenRules[]> {
  if (identity.oidc === undefined) return []
  const { oidcTokens } = await import('../auth/oidc-tokens.ts')
  return [oidcTokens({ ...identity.oidc, tenantId, roleMap: identity.roleMap, fetch })]
}
