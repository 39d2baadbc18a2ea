import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createManualClock } from '../testing/call-contexts.ts'
import type { Fetch } from './fetch-json.ts'
import { oidcTokens } from './oidc-tokens.ts'
import { createTokenVerifier, type TokenVerifier } from './verify-token.ts'

const ISSUER = 'https://provider.example.org'
const clock = createManualClock()
const now = Math.floor(clock.now() / 1000)

type Algorithm = 'RS256' | 'PS256' | 'ES256'
let sign: (claims?: Record<string, unknown>, kid?: string, alg?: Algorithm, typ?: string) => Promise<string>
let verify: TokenVerifier
let nested: TokenVerifier
beforeAll(async () => {
  const pairs = await Promise.all(
    (['RS256', 'PS256', 'ES256'] as const).map((alg) => generateKeyPair(alg, { extractable: true })),
  )
  const [rs, ps, es] = pairs.map(({ privateKey }) => privateKey)
  const privateKeys: Record<string, typeof rs> = { rs, ps, es, plain: rs }
  const [rsJwk, psJwk, esJwk] = await Promise.all(pairs.map(({ publicKey }) => exportJWK(publicKey)))
  const keys = [
    { ...rsJwk, kid: 'rs', alg: 'RS256' },
    { ...rsJwk, kid: 'plain' },
    { ...psJwk, kid: 'ps', alg: 'PS256' },
    { ...esJwk, kid: 'es', alg: 'ES256' },
  ]
  const fetch: Fetch = async (url) =>
    Response.json(url.endsWith('/keys') ? { keys } : { issuer: ISSUER, jwks_uri: `${ISSUER}/keys` })
  const common = { issuer: ISSUER, audience: 'footnote-api', groupsClaim: 'groups', tenantId: 'home', fetch }
  const roleMap = new Map([['writers', 'Contributor']] as const)
  verify = createTokenVerifier([oidcTokens({ ...common, roleMap, rolesClaim: 'roles' })])
  nested = createTokenVerifier([oidcTokens({ ...common, roleMap, rolesClaim: 'realm_access.roles' })])
  const claims = { iss: ISSUER, aud: ['account', 'footnote-api'], sub: 'ada-1', iat: now, exp: now + 600, azp: 'web' }
  sign = (changes = {}, kid = 'rs', alg = 'RS256', typ = 'at+jwt') =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg, kid, typ }).sign(privateKeys[kid] ?? rs!)
})

const refused = async (token: string) =>
  expect(verify(token, clock.now())).rejects.toMatchObject({ code: 'not-authenticated' })

describe('a token of another OpenID provider', () => {
  it('names somebody of the tenant of this installation, with roles and groups', async () => {
    const token = await sign({ roles: ['Reader', 'writers', 'other'], groups: ['staff'], name: 'Ada' })
    await expect(verify(token, clock.now())).resolves.toMatchObject({
      issuer: ISSUER,
      principal: {
        tenant_id: 'home',
        object_id: 'ada-1',
        roles: ['Reader', 'Contributor'],
        group_ids: ['staff'],
        kind: 'user',
      },
    })
  })

  it('may have its roles inside an object', async () => {
    const token = await sign({ realm_access: { roles: ['writers'] } })
    await expect(nested(token, clock.now())).resolves.toMatchObject({ principal: { roles: ['Contributor'] } })
  })

  it('of a client that acts for itself names an application', async () => {
    const token = await sign({ sub: 'script', client_id: 'script' })
    await expect(verify(token, clock.now())).resolves.toMatchObject({ principal: { kind: 'application' } })
  })

  it.each([
    ['rs', 'RS256'],
    ['plain', 'RS256'],
    ['ps', 'PS256'],
    ['es', 'ES256'],
  ] as const)('is taken from the key %s with %s', async (kid, alg) =>
    expect(verify(await sign({}, kid, alg), clock.now())).resolves.toBeDefined(),
  )

  it.each([
    ['another audience', { aud: 'account' }],
    ['no audience', { aud: undefined }],
    ['the issuer with a slash', { iss: `${ISSUER}/` }],
    ['no subject', { sub: undefined }],
    ['the subject of an API key', { sub: 'key:1' }],
    ['a subject with a line end', { sub: 'ada\n' }],
    ['a subject with a zero', { sub: 'ada\u0000' }],
    ['roles as text', { roles: 'Admin' }],
    ['groups as text', { groups: 'staff' }],
    ['groups that are kept elsewhere', { _claim_names: { groups: 'src1' } }],
    ['the marks of an ID token', { at_hash: 'x' }],
    ['the type of a refresh token', { typ: 'Refresh' }],
    ['no end', { exp: undefined }],
    ['an issue in the future', { iat: now + 61 }],
  ])('is refused with %s', async (_name, changes) => refused(await sign(changes)))

  it('is refused when a key is used for another algorithm than its own', async () => {
    const { privateKey } = await generateKeyPair('PS256')
    const token = new SignJWT({ iss: ISSUER, aud: 'footnote-api', sub: 'ada-1', iat: now, exp: now + 600 })
    await refused(await token.setProtectedHeader({ alg: 'PS256', kid: 'rs', typ: 'at+jwt' }).sign(privateKey))
  })

  it.each(['id+jwt', 'logout+jwt', 'dpop+jwt'])('is refused when its type is %s', async (typ) =>
    refused(await sign({}, 'rs', 'RS256', typ)),
  )
})
