import { discoverKeys } from '../auth/discover-keys.ts'
import type { Config } from '../config.ts'

interface ProviderFinding {
  readonly ok: boolean
  /** What was found and, where something is missing, what to do. */
  readonly detail: string
}

/** Ask every configured provider for its description and keys, as the server does before it believes a token. */
export async function checkProviders({ identity, publicUrl }: Config): Promise<readonly ProviderFinding[]> {
  const { entra, oidc, local } = identity
  const asked: Promise<ProviderFinding>[] = []
  if (entra !== undefined) {
    const redirect = entra.browser === undefined ? '' : `; the redirect address is ${publicUrl ?? ''}/auth/callback`
    const detail = `FOOTNOTE_ENTRA_TENANTS lists ${entra.tenants.length === 1 ? 'one tenant' : `${entra.tenants.length} tenants`}${redirect}`
    asked.push(Promise.resolve({ ok: true, detail }))
    const remedy = 'check FOOTNOTE_ENTRA_TENANTS, and that this machine reaches that address'
    for (const tenant of entra.tenants) asked.push(check(`${entra.authority}/${tenant}/v2.0`, remedy))
  }
  if (oidc !== undefined) {
    const remedy = 'check FOOTNOTE_OIDC_ISSUER, letter by letter, and that this machine reaches that address'
    asked.push(check(oidc.issuer, remedy))
  }
  if (!local && entra?.browser === undefined && oidc?.browser === undefined) {
    const detail =
      'nobody can sign in with a browser: set FOOTNOTE_LOCAL_SIGN_IN=on, or a client id and secret of a provider'
    asked.push(Promise.resolve({ ok: false, detail }))
  }
  return Promise.all(asked)
}

async function check(issuer: string, remedy: string): Promise<ProviderFinding> {
  try {
    const keys = await discoverKeys({
      metadataUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      isIssuer: (named) => named === issuer,
      sameOrigin: false,
      fetch,
    })
    if (keys.size > 0) return { ok: true, detail: `${issuer} answers and has keys` }
    return { ok: false, detail: `${issuer} answers but publishes no key that can be used; ask whoever runs it.` }
  } catch (error) {
    return { ok: false, detail: `${issuer} cannot be used (${reasonOf(error)}); ${remedy}.` }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'ZodError' || error instanceof SyntaxError) return 'the reply is not the description of a provider'
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}
