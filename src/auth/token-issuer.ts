import { randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import type { Clock } from '../contracts/call-context.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Secrets } from '../platform/secrets/secrets.ts'

/** Issuer of the tokens that this installation signs for itself. */
export const LOCAL_ISSUER = 'urn:footnote:local'
/** Audience of every access token for this API. */
export const AUDIENCE = 'footnote'
export const ACCESS_TOKEN_LIFETIME_IN_SECONDS = 3_600
const ALGORITHM = 'ES256'

export interface TokenIssuer {
  /** Sign an access token (RFC 9068) for a principal. */
  readonly issue: (principal: Principal, lifetimeInSeconds?: number) => Promise<string>
  /** The public keys with which the tokens can be checked. */
  readonly publicKeys: { readonly keys: readonly JWK[] }
}

/** Open the issuer of this installation; its private key is made on first use and stays in the secrets. */
export async function openTokenIssuer({
  secrets,
  clock,
}: {
  readonly secrets: Secrets
  readonly clock: Clock
}): Promise<TokenIssuer> {
  const stored = JSON.parse(await secrets.getOrCreate('token-signing-key', createKey)) as JWK
  const { d: _private, ...publicJwk } = stored
  const key = await importJWK(stored, ALGORITHM)
  const kid = await calculateJwkThumbprint(publicJwk)
  return {
    publicKeys: { keys: [{ ...publicJwk, kid, alg: ALGORITHM, use: 'sig' }] },
    issue: (principal, lifetimeInSeconds = ACCESS_TOKEN_LIFETIME_IN_SECONDS) => {
      const now = Math.floor(clock.now() / 1000)
      return new SignJWT(claimsOf(principal))
        .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid })
        .setIssuer(LOCAL_ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(principal.object_id)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + lifetimeInSeconds)
        .sign(key)
    },
  }
}

function claimsOf(principal: Principal) {
  return {
    client_id: 'footnote-cli',
    tid: principal.tenant_id,
    oid: principal.object_id,
    roles: principal.roles,
    groups: principal.group_ids,
    ...(principal.kind === 'application' ? { idtyp: 'app' } : {}),
    ...(principal.display_name === undefined ? {} : { name: principal.display_name }),
  }
}

async function createKey(): Promise<string> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
  return JSON.stringify(await exportJWK(privateKey))
}
