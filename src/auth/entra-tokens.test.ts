import { createHmac, createPublicKey, type webcrypto } from 'node:crypto'
import { CompactEncrypt, exportJWK, generateKeyPair, type JWTHeaderParameters } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProblemError } from '../contracts/errors.ts'
import { problemBody } from '../platform/http/problem-replies.ts'
import { createManualClock, type ManualClock, principalFor } from '../testing/call-contexts.ts'
import {
  type Claims,
  ENTRA_AUTHORITY,
  type EntraLikeProvider,
  GRAPH_URL,
  newProviderKeys,
  PERSONAL_ACCOUNTS_TENANT,
  type ProviderKeys,
  startEntraLikeProvider,
} from '../testing/entra-like-provider.ts'
import { entraTokens } from './entra-tokens.ts'
import { createGroupDirectory } from './group-overage.ts'
import { localTokens } from './local-tokens.ts'
import { openTokenIssuer, type TokenIssuer } from './token-issuer.ts'
import { createTokenVerifier, type TokenVerifier } from './verify-token.ts'

const TENANT = '11111111-1111-4111-8111-111111111111'
const OTHER = '22222222-2222-4222-8222-222222222222'
const API = '33333333-3333-4333-8333-333333333333'
const BROWSER = '44444444-4444-4444-8444-444444444444'
const PERSON = '55555555-5555-4555-8555-555555555555'
const GROUP = '66666666-6666-4666-8666-666666666666'
const GRAPH_APP = '00000003-0000-0000-c000-000000000000'
const MINUTE = 60_000
const V2_ISSUER = `${ENTRA_AUTHORITY}/${TENANT}/v2.0`

let clock: ManualClock
let keys: ProviderKeys
let entra: EntraLikeProvider
let verify: TokenVerifier
let verifyBoth: TokenVerifier
let issuer: TokenIssuer
const opened: EntraLikeProvider[] = []
const ROLE_MAP = new Map([
  [`group:${GROUP}`, 'Admin'],
  ['Writers', 'Contributor'],
] as const)

function verifierFor(provider: EntraLikeProvider, acceptV1 = false): TokenVerifier {
  const { fetch } = provider
  const client = { clientId: BROWSER, clientSecret: 'secret' }
  const directory = createGroupDirectory({ graphUrl: GRAPH_URL, authority: ENTRA_AUTHORITY, client, fetch })
  const rules = entraTokens({
    tenants: [TENANT],
    authority: ENTRA_AUTHORITY,
    apiClientId: API,
    apiAppIdUri: `api://${API}`,
    acceptV1,
    roleMap: ROLE_MAP,
    directory,
    fetch,
  })
  return createTokenVerifier([localTokens({ publicKeys: issuer.publicKeys }), rules])
}

beforeAll(async () => {
  keys = await newProviderKeys()
})
beforeEach(async () => {
  clock = createManualClock()
  entra = await startEntraLikeProvider(clock, keys)
  opened.push(entra)
  let stored: string | undefined
  const getOrCreate = async (_name: string, make: () => Promise<string> | string) => (stored ??= await make())
  issuer = await openTokenIssuer({ secrets: { get: async () => stored ?? null, getOrCreate }, clock })
  verify = verifierFor(entra)
  verifyBoth = verifierFor(entra, true)
})
afterAll(async () => {
  for (const provider of opened) await provider[Symbol.asyncDispose]()
})

const nowInSeconds = () => Math.floor(clock.now() / 1000)
const v2 = (): Claims => ({
  iss: V2_ISSUER,
  aud: API,
  ver: '2.0',
  tid: TENANT,
  oid: PERSON,
  sub: 'pairwise',
  azp: BROWSER,
  name: 'Ada',
  preferred_username: 'admin@example.org',
  scp: 'openid Footnote.Ask',
  roles: ['Footnote.Reader'],
})
const v1 = (): Claims => ({
  ...v2(),
  iss: `https://sts.windows.net/${TENANT}/`,
  aud: `api://${API}`,
  ver: '1.0',
  appid: BROWSER,
})
const application = (): Claims => ({ ...v2(), scp: undefined, idtyp: 'app', roles: ['Footnote.Ask.All'] })
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signed = (claims: Claims = {}, header: Partial<JWTHeaderParameters> = {}) =>
  entra.sign({ ...v2(), ...claims }, { header })

async function refusal(token: string, verifier = verify): Promise<ProblemError> {
  return verifier(token, clock.now()).then(
    () => expect.fail('the token was accepted'),
    (error: unknown) => error as ProblemError,
  )
}

/** What a caller is told of every refusal, byte for byte. */
const REFUSAL =
  '{"type":"urn:footnote:problem:not-authenticated","title":"You are not signed in","status":401,' +
  '"detail":"Send a valid bearer token or API key, for example from `npx footnote token`.","code":"not-authenticated","request_id":"r"}'

async function refused(token: string, verifier = verify): Promise<void> {
  expect(JSON.stringify(problemBody(await refusal(token, verifier), 'r'))).toBe(REFUSAL)
}

describe('a token of Entra', () => {
  it('names a person by tenant and object id, with roles and where they come from', async () => {
    const token = await signed({ roles: ['Footnote.Reader', 'Writers', 'unknown'], groups: [GROUP] })
    const { principal, issuer: vouching } = await verify(token, clock.now())
    expect(principal).toEqual({
      tenant_id: TENANT,
      object_id: PERSON,
      group_ids: [GROUP],
      roles: ['Reader', 'Contributor', 'Admin'],
      kind: 'user',
      display_name: 'Ada',
      groups_from: 'token',
      role_origins: {
        Reader: 'the role "Footnote.Reader" of the provider',
        Contributor: 'the role "Writers" of the provider',
        Admin: `the group ${GROUP}`,
      },
    })
    expect(vouching).toBe(V2_ISSUER)
  })

  it('names an application that has a role of this API', async () => {
    const token = await entra.sign(application())
    const { principal } = await verify(token, clock.now())
    expect(principal).toMatchObject({ kind: 'application', object_id: PERSON, roles: ['Reader'] })
  })

  it.each([API, `api://${API}`])('of version 1 is taken where that is configured, for the audience %s', async (aud) => {
    const token = await entra.sign({ ...v1(), aud })
    await expect(verifyBoth(token, clock.now())).resolves.toMatchObject({ issuer: V2_ISSUER })
    await refused(token)
  })

  it('cannot be changed by one request for another', async () => {
    const token = await signed()
    const { principal } = await verify(token, clock.now())
    expect(() => principal.roles.push('Admin')).toThrow(TypeError)
    expect(() => Object.assign(principal, { tenant_id: OTHER })).toThrow(TypeError)
    expect((await verify(token, clock.now())).principal.roles).toEqual(['Reader'])
  })

  it('that has expired is called so, also when it was believed before', async () => {
    const token = await signed()
    await verify(token, clock.now())
    clock.advance(4_061_000)
    expect(await refusal(token)).toMatchObject({ code: 'token-expired' })
  })
})

const second = () => nowInSeconds()
const attacksOnClaims: readonly [string, () => Claims][] = [
  ['exp is missing', () => ({ exp: undefined })],
  ['exp is text', () => ({ exp: String(second() + 60) })],
  ['exp is null, as NaN becomes', () => ({ exp: null })],
  ['exp is beyond the end of time', () => ({ exp: 1e300 })],
  ['iat is missing', () => ({ iat: undefined })],
  ['iat is text', () => ({ iat: 'now' })],
  ['iat is in the far future', () => ({ iat: second() + 3_600 })],
  ['iat is a second past the tolerance', () => ({ iat: second() + 61 })],
  ['nbf is missing', () => ({ nbf: undefined })],
  ['nbf is text', () => ({ nbf: '0' })],
  ['nbf is in the future', () => ({ nbf: second() + 120 })],
  ['aud is missing', () => ({ aud: undefined })],
  ['aud is the browser application', () => ({ aud: BROWSER })],
  ['aud is Microsoft Graph', () => ({ aud: GRAPH_APP })],
  ['aud is the App ID URI in version 2', () => ({ aud: `api://${API}` })],
  ['aud is a list of others', () => ({ aud: [BROWSER, GRAPH_APP] })],
  ['aud only begins like ours', () => ({ aud: `${API}0` })],
  ['iss is missing', () => ({ iss: undefined })],
  ['iss is a list', () => ({ iss: [V2_ISSUER] })],
  ['iss ends in a slash', () => ({ iss: `${V2_ISSUER}/` })],
  ['iss has no version', () => ({ iss: `${ENTRA_AUTHORITY}/${TENANT}` })],
  ['iss is of version 1', () => ({ iss: `https://sts.windows.net/${TENANT}/` })],
  ['iss is of another cloud', () => ({ iss: `https://login.microsoftonline.us/${TENANT}/v2.0` })],
  ['iss is a host that begins like Entra', () => ({ iss: `${ENTRA_AUTHORITY}.evil.example/${TENANT}/v2.0` })],
  ['iss is plain http', () => ({ iss: V2_ISSUER.replace('https', 'http') })],
  ['iss is the literal template', () => ({ iss: `${ENTRA_AUTHORITY}/{tenantid}/v2.0` })],
  ['iss and tid are the literal template', () => ({ iss: `${ENTRA_AUTHORITY}/{tenantid}/v2.0`, tid: '{tenantid}' })],
  ['iss is "common"', () => ({ iss: `${ENTRA_AUTHORITY}/common/v2.0` })],
  ['iss is of another tenant than tid', () => ({ tid: OTHER })],
  ['tid is of another tenant than iss', () => ({ iss: `${ENTRA_AUTHORITY}/${OTHER}/v2.0` })],
  ['iss and tid are a tenant that is not welcome', () => ({ iss: `${ENTRA_AUTHORITY}/${OTHER}/v2.0`, tid: OTHER })],
  ['tid is missing', () => ({ tid: undefined })],
  ['tid is no GUID', () => ({ iss: `${ENTRA_AUTHORITY}/home/v2.0`, tid: 'home' })],
  ['tid is in other letters', () => ({ tid: TENANT.replace('1', 'A') })],
  ['tid is a list', () => ({ tid: [TENANT] })],
  ['oid is missing', () => ({ oid: undefined })],
  ['oid is an e-mail address', () => ({ oid: 'admin@example.org' })],
  ['ver is missing', () => ({ ver: undefined })],
  ['ver is of version 1', () => ({ ver: '1.0' })],
  ['ver is a number', () => ({ ver: 2 })],
  ['scp is missing', () => ({ scp: undefined })],
  ['scp is empty', () => ({ scp: '' })],
  ['scp only begins like ours', () => ({ scp: 'Footnote.Asking' })],
  ['scp only ends like ours', () => ({ scp: 'Not.Footnote.Ask' })],
  ['scp is in other letters', () => ({ scp: 'footnote.ask' })],
  ['scp is split by a comma', () => ({ scp: 'openid,Footnote.Ask' })],
  ['scp is a list', () => ({ scp: ['Footnote.Ask'] })],
  ['roles are text', () => ({ roles: 'Admin' })],
  ['groups are text', () => ({ groups: GROUP })],
  ['groups are no GUIDs', () => ({ groups: ['everyone'] })],
  ['it is an ID token', () => ({ aud: BROWSER, scp: undefined, azp: undefined, nonce: 'n' })],
  ['it is an ID token of a registration that is shared', () => ({ scp: undefined, azp: undefined, nonce: 'n' })],
  ['it is of an application without idtyp', () => ({ ...application(), idtyp: undefined })],
  ['it is of an application without roles', () => ({ ...application(), roles: [] })],
  ['it is of an application with roles of somebody else', () => ({ ...application(), roles: ['Mail.Read'] })],
  ['it is of an application that names no client', () => ({ ...application(), azp: undefined })],
  ['it is of an application that also has a scope', () => ({ ...application(), scp: 'Footnote.Ask' })],
  ['idtyp is unknown', () => ({ idtyp: 'system' })],
]

describe('an attack on the claims is refused in the same words:', () => {
  it.each(attacksOnClaims)('%s', async (_name, changes) => refused(await signed(changes())))
})

const attacksOnHeader: readonly [string, Partial<JWTHeaderParameters>][] = [
  ['kid is unknown', { kid: 'unknown' }],
  ['kid is a path', { kid: '../../../../dev/null' }],
  ['kid is SQL', { kid: "' union select 'key' --" }],
  ['kid is empty', { kid: '' }],
  ['kid is long', { kid: 'k'.repeat(201) }],
  ['kid is a number', { kid: 7 as never }],
  ['jku', { jku: 'https://evil.example/keys' }],
  ['x5u', { x5u: 'https://evil.example/certificate' }],
  ['x5c', { x5c: ['AAAA'] }],
  ['jwk', { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }],
  ['cty of a nested token', { cty: 'JWT' }],
  ['typ of our own tokens', { typ: 'at+jwt' }],
  ['typ of an ID token', { typ: 'id+jwt' }],
  ['typ is missing', { typ: undefined as never }],
]

describe('an attack on the header is refused in the same words:', () => {
  it.each(attacksOnHeader)('%s', async (_name, header) => refused(await signed({}, header)))

  it.each(['none', 'None', 'nOnE', 'HS256', 'RS384', 'PS256', 'ES256', 'rs256', ''])('alg is "%s"', async (alg) => {
    const [, payload, signature] = (await signed()).split('.')
    const head = encode({ typ: 'JWT', alg, kid: entra.keys[0]!.kid })
    for (const attack of [`${head}.${payload}.`, `${head}.${payload}.${signature}`]) await refused(attack)
  })

  it.each(['spki-der', 'spki-pem', 'pkcs1-der', 'pkcs1-pem'])('HS256 with the public key as %s', async (form) => {
    const [type, format] = form.split('-') as ['spki' | 'pkcs1', 'der' | 'pem']
    const key = createPublicKey({ key: entra.keys[0]!.publicJwk, format: 'jwk' })
    const secret = key.export({ type, format: format as 'der' })
    const start = `${encode({ typ: 'JWT', alg: 'HS256', kid: entra.keys[0]!.kid })}.${encode({ ...v2(), iat: second(), nbf: second(), exp: second() + 600 })}`
    await refused(`${start}.${createHmac('sha256', secret).update(start).digest('base64url')}`)
  })

  it.each([
    ['crit', { crit: ['exp'] }],
    ['b64 is false', { b64: false, crit: ['b64'] }],
    ['zip', { zip: 'DEF' }],
  ])('%s', async (_name, extra) => {
    const [, payload, signature] = (await signed()).split('.')
    await refused(`${encode({ typ: 'JWT', alg: 'RS256', kid: entra.keys[0]!.kid, ...extra })}.${payload}.${signature}`)
  })

  it('members that are there twice, in the header and in the claims, also when one is escaped', async () => {
    const key = entra.keys[0]!
    const { kid } = key
    const raw = (text: string) => Buffer.from(text).toString('base64url')
    const [head, payload, signature] = (await signed()).split('.')
    for (const twice of [
      `{"alg":"none","typ":"JWT","kid":"${kid}","alg":"RS256"}`,
      `{"\\u0061lg":"none","alg":"RS256","typ":"JWT","kid":"${kid}"}`,
    ])
      await refused(`${raw(twice)}.${payload}.${signature}`)
    // Signed by the right key, so that nothing but the members can be the reason.
    const claims = JSON.stringify({ ...v2(), iat: second(), nbf: second(), exp: second() + 600 })
    const body = raw(`{"tid":"${OTHER}",${claims.slice(1)}`)
    const bytes = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key.privateKey, Buffer.from(`${head}.${body}`))
    await refused(`${head}.${body}.${Buffer.from(bytes).toString('base64url')}`)
  })
})

describe('an attack on the form is refused in the same words:', () => {
  const forms: readonly [string, (token: string) => string][] = [
    ['a space before', (token) => ` ${token}`],
    ['a line end behind', (token) => `${token}\n`],
    ['padding', (token) => `${token}==`],
    ['a fourth part', (token) => `${token}.AAAA`],
    ['no signature', (token) => token.slice(0, token.lastIndexOf('.') + 1)],
    ['two parts', (token) => token.slice(0, token.lastIndexOf('.'))],
    ['letters of the other base64', (token) => `${token.slice(0, -4)}+/+/`],
    ['JSON serialisation', (token) => JSON.stringify({ payload: token.split('.')[1], signatures: [] })],
    ['more than 8 KB', (token) => token + 'A'.repeat(8_192)],
    ['a megabyte', () => 'A'.repeat(1_048_576)],
    ['nothing', () => ''],
  ]
  it.each(forms)('%s', async (_name, change) => refused(change(await signed())))

  it('an encrypted token', async () => {
    const { publicKey } = await generateKeyPair('RSA-OAEP-256')
    const encrypting = new CompactEncrypt(Buffer.from(JSON.stringify(v2())))
    const kid = entra.keys[0]!.kid
    await refused(await encrypting.setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid }).encrypt(publicKey))
  })

  it('claims changed under a good signature', async () => {
    const [head, , signature] = (await signed()).split('.')
    await refused(`${head}.${encode({ ...v2(), roles: ['Admin'], iat: 0, nbf: 0, exp: second() + 60 })}.${signature}`)
  })
})

describe('a token of one provider is never good for another:', () => {
  it('one of our own issuer with the names of Entra', async () => {
    const token = await issuer.issue(principalFor({ tenant_id: TENANT, object_id: PERSON }))
    const [head, payload, signature] = token.split('.')
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object
    await refused(`${head}.${encode({ ...claims, ...v2() })}.${signature}`)
  })

  it('one that Entra signed with the name of our own issuer', async () =>
    refused(await signed({ iss: 'urn:footnote:local', aud: 'footnote' }, { typ: 'at+jwt' })))

  it('one that a key for personal accounts signed for an organisation', async () =>
    refused(await entra.sign(v2(), { key: entra.personalKey })))

  it('one of a personal account', async () => {
    const claims = {
      ...v2(),
      iss: `${ENTRA_AUTHORITY}/${PERSONAL_ACCOUNTS_TENANT}/v2.0`,
      tid: PERSONAL_ACCOUNTS_TENANT,
    }
    await refused(await entra.sign(claims, { key: entra.personalKey }))
  })

  it('one that the key of another tenant signed', async () => {
    const key = await entra.newKey(`${ENTRA_AUTHORITY}/${OTHER}/v2.0`)
    entra.keys.push(key)
    await refused(await entra.sign(v2(), { key }))
  })

  it('one that a key signed which Entra does not publish', async () =>
    refused(await entra.sign(v2(), { key: await entra.newKey() })))
})

describe('keys of a provider', () => {
  it('are asked for once by everybody who comes first', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => signed()))
    await Promise.all(tokens.map((token) => verify(token, clock.now())))
    expect(entra.timesAsked('keys')).toBe(1)
  })

  it('may change at any time: a token of the new key is taken, also by those who come while it is fetched', async () => {
    await verify(await signed(), clock.now())
    clock.advance(6 * MINUTE)
    entra.keys.unshift(await entra.newKey())
    const fresh = await Promise.all(Array.from({ length: 10 }, () => signed()))
    await Promise.all(fresh.map((token) => verify(token, clock.now())))
    expect(entra.timesAsked('keys')).toBe(2)
  })

  it('serve for an hour and more while the provider is down', async () => {
    const token = await signed({ exp: nowInSeconds() + 24 * 3_600 })
    await verify(token, clock.now())
    entra.isDown = true
    for (let minute = 0; minute < 120; minute += 1) {
      clock.advance(MINUTE)
      await verify(token, clock.now())
    }
    await verify(await signed(), clock.now())
    expect(entra.timesAsked('openid-configuration')).toBeLessThan(20)
  })

  it('are not believed for more than a day without news', async () => {
    await verify(await signed(), clock.now())
    entra.isDown = true
    clock.advance(24 * 60 * MINUTE)
    expect(await refusal(await signed())).toMatchObject({ code: 'service-unavailable' })
  })

  it('that were never there make the service unavailable, not the caller unknown', async () => {
    entra.isDown = true
    expect(await refusal(await signed())).toMatchObject({ code: 'service-unavailable', retryAfterInSeconds: 10 })
    entra.isDown = false
    clock.advance(10_000)
    await expect(verify(await signed(), clock.now())).resolves.toBeDefined()
  })

  it('of ten thousand made-up ids are asked for once in five minutes at most', async () => {
    await verify(await signed(), clock.now())
    const [, payload, signature] = (await signed()).split('.')
    for (let i = 0; i < 10_000; i += 1) {
      const head = encode({ typ: 'JWT', alg: 'RS256', kid: `made-up-${i}` })
      await verify(`${head}.${payload}.${signature}`, clock.now()).catch(() => undefined)
      clock.advance(60)
    }
    // Ten minutes have passed.
    expect(entra.timesAsked('keys')).toBeLessThanOrEqual(1 + 2)
  })

  it('that leave the set end the tokens they signed, also those believed before', async () => {
    const token = await signed({ exp: nowInSeconds() + 24 * 3_600 })
    await verify(token, clock.now())
    entra.keys.splice(0, 1, await entra.newKey())
    clock.advance(61 * MINUTE)
    // The first request after the hour starts the refresh without waiting for it.
    await verify(token, clock.now())
    await expect.poll(() => entra.timesAsked('keys')).toBe(2)
    await expect
      .poll(() =>
        verify(token, clock.now()).then(
          () => 'accepted',
          () => 'refused',
        ),
      )
      .toBe('refused')
  })

  it('come only from the host of the provider', async () => {
    entra.handlers.push(async (_request, url) =>
      url.pathname.endsWith('openid-configuration')
        ? { status: 200, body: { issuer: V2_ISSUER, jwks_uri: 'https://evil.example/keys' } }
        : null,
    )
    expect(await refusal(await signed())).toMatchObject({ code: 'service-unavailable' })
  })

  it.each([
    ['short', { modulusLength: 1_024 }, {}],
    ['for encryption', { modulusLength: 2_048 }, { use: 'enc' }],
    ['private', { modulusLength: 2_048 }, { d: 'AQAB' }],
    ['of another algorithm', { modulusLength: 2_048 }, { alg: 'PS256' }],
    ['with a small exponent', { modulusLength: 2_048, publicExponent: Uint8Array.of(3) }, {}],
  ])('are not used when they are %s', async (_name, length, members) => {
    const name = 'RSASSA-PKCS1-v1_5'
    const algorithm = { name, hash: 'SHA-256', publicExponent: Uint8Array.of(1, 0, 1), ...length }
    const { publicKey, privateKey }: webcrypto.CryptoKeyPair = await crypto.subtle.generateKey(algorithm, true, [
      'sign',
      'verify',
    ])
    const publicJwk = { ...(await exportJWK(publicKey)), kid: 'weak', use: 'sig', ...members }
    entra.keys.push({ kid: 'weak', publicJwk, privateKey })
    const [head, payload] = [encode({ typ: 'JWT', alg: 'RS256', kid: 'weak' }), (await signed()).split('.')[1]]
    const bytes = await crypto.subtle.sign(name, privateKey, Buffer.from(`${head}.${payload}`))
    await refused(`${head}.${payload}.${Buffer.from(bytes).toString('base64url')}`)
  })

  it('are not used when two have the same id', async () => {
    entra.keys.push({ ...(await entra.newKey()), kid: entra.keys[0]!.kid })
    entra.keys[1] = { ...entra.keys[1]!, publicJwk: { ...entra.keys[1]!.publicJwk, kid: entra.keys[0]!.kid } }
    await refused(await signed())
  })
})

const overage = () => ({
  _claim_names: { groups: 'src1' },
  _claim_sources: { src1: { endpoint: 'https://evil.example/getMemberObjects' } },
})
const someGroup = (i: number) => `77777777-7777-4777-8777-${String(i).padStart(12, '0')}`

describe('groups that had no room in the token', () => {
  it.each([
    ['a distributed claim', overage()],
    ['a mark', { hasgroups: true }],
    ['a mark that is text', { hasgroups: 'true' }],
  ])('are asked of Microsoft Graph, page by page: %s', async (_name, claims) => {
    entra.groupPages.set(PERSON, [[someGroup(1), someGroup(2)], [GROUP], [someGroup(3)]])
    const { principal } = await verify(await signed(claims), clock.now())
    expect(principal).toMatchObject({
      group_ids: [someGroup(1), someGroup(2), GROUP, someGroup(3)],
      roles: ['Reader', 'Admin'],
      groups_from: 'directory',
    })
  })

  it('are never no groups: without an answer nobody gets in', async () => {
    entra.groupPages.set(PERSON, [[GROUP]])
    entra.graphIsDown = true
    expect(await refusal(await signed(overage()))).toMatchObject({ code: 'service-unavailable' })
    entra.graphIsDown = false
    await expect(verify(await signed(overage()), clock.now())).resolves.toBeDefined()
  })

  it('are asked for once by many requests, and again after a quarter of an hour', async () => {
    entra.groupPages.set(PERSON, [[GROUP]])
    const tokens = await Promise.all(Array.from({ length: 10 }, () => signed(overage())))
    await Promise.all(tokens.map((token) => verify(token, clock.now())))
    expect(entra.timesAsked('transitiveMemberOf')).toBe(1)
    entra.groupPages.set(PERSON, [[]])
    clock.advance(15 * MINUTE)
    expect((await verify(tokens[0]!, clock.now())).principal.group_ids).toEqual([])
  })

  it('are not read without end', async () => {
    entra.groupPages.set(
      PERSON,
      Array.from({ length: 30 }, (_, i) => [someGroup(i)]),
    )
    expect(await refusal(await signed(overage()))).toMatchObject({ code: 'service-unavailable' })
  })
})
