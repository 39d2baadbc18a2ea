import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint, importJWK, type JWK, SignJWT } from 'jose'

export interface TokenClaims {
  readonly tenant: string
  readonly user: string
  readonly roles: readonly string[]
  readonly groups?: readonly string[]
  /** Seconds from now; negative for a token that is over. */
  readonly expiresIn?: number
}

/** Sign tokens as the server in this home does: whoever can read the home can. Quicker than a command for each. */
export async function tokenSigner(home: string): Promise<(claims: TokenClaims) => Promise<string>> {
  const jwk = JSON.parse(await readFile(join(home, 'secrets', 'token-signing-key'), 'utf8')) as JWK
  const { d: _private, ...publicJwk } = jwk
  const [key, kid] = await Promise.all([importJWK(jwk, 'ES256'), calculateJwkThumbprint(publicJwk)])
  return ({ tenant, user, roles, groups = [], expiresIn = 3_600 }) => {
    const now = Math.floor(Date.now() / 1000)
    return new SignJWT({ client_id: 'acceptance', tid: tenant, oid: user, roles, groups })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .setIssuer('urn:footnote:local')
      .setAudience('footnote')
      .setSubject(user)
      .setJti(randomUUID())
      .setIssuedAt(Math.min(now, now + expiresIn - 1))
      .setExpirationTime(now + expiresIn)
      .sign(key)
  }
}
