import { createHmac, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compactVerify, exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWK, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createManualClock, principalFor } from '../testing/call-contexts.ts'
import { realData } from '../testing/real-data.ts'
import { localTokens } from './local-tokens.ts'
import { readStrictHeader } from './strict-token.ts'
import { AUDIENCE, LOCAL_ISSUER, openTokenIssuer, type TokenIssuer } from './token-issuer.ts'
import { readKeySet } from './verification-key.ts'
import { createTokenVerifier, type TokenVerifier } from './verify-token.ts'

const clock = createManualClock()
const SECOND = 1_000
const nowInSeconds = Math.floor(clock.now() / SECOND)
let storedKey: string
let issuer: TokenIssuer
let verify: TokenVerifier
let token: string
beforeAll(async () => {
  const secrets = {
    get: async () => storedKey ?? null,
    getOrCreate: async (_name: string, make: () => Promise<string> | string) => (storedKey ??= await make()),
  }
  issuer = await openTokenIssuer({ secrets, clock })
  verify = createTokenVerifier([localTokens({ publicKeys: issuer.publicKeys })])
  token = await issuer.issue(principalFor())
})

const publicJwk = (): JWK => issuer.publicKeys.keys[0]!
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const header = () => ({ alg: 'ES256', typ: 'at+jwt', kid: publicJwk().kid! })
const claims = () => ({
  iss: LOCAL_ISSUER,
  aud: AUDIENCE,
  sub: 'reader',
  jti: 'id',
  iat: nowInSeconds,
  exp: nowInSeconds + 3_600,
  tid: 't1',
  oid: 'reader',
  roles: ['Reader'],
  groups: [],
})

/** A token signed with our own key, so that everything but what is changed is right. */
async function signed(changes: Record<string, unknown> = {}, headerChanges: Record<string, unknown> = {}) {
  const key = await importJWK(JSON.parse(storedKey) as JWK, 'ES256')
  return new SignJWT({ ...claims(), ...changes }).setProtectedHeader({ ...header(), ...headerChanges }).sign(key)
}

function hmacToken(secret: string | Buffer): string {
  const start = `${encode({ ...header(), alg: 'HS256' })}.${encode(claims())}`
  return `${start}.${createHmac('sha256', secret).update(start).digest('base64url')}`
}

const REFUSED = { name: 'ProblemError', code: 'not-authenticated' }
const refused = async (attack: string, now = clock.now()) => expect(verify(attack, now)).rejects.toMatchObject(REFUSED)

describe('a token of this installation', () => {
  it('names the principal it was issued for, kind and all', async () => {
    const principal = principalFor({
      roles: ['Contributor', 'Reader'],
      group_ids: ['local:g1'],
      display_name: 'Ada',
      kind: 'application',
    })
    const verified = await verify(await issuer.issue(principal, 60), clock.now())
    expect(verified).toEqual({
      principal: {
        ...principal,
        role_origins: { Contributor: 'given to the account', Reader: 'given to the account' },
        groups_from: 'account',
      },
      issuer: LOCAL_ISSUER,
      issuedAt: new Date(clock.now()),
      expiresAt: new Date(clock.now() + 60 * SECOND),
    })
  })

  it('is taken until a minute after its end and is called expired from then on', async () => {
    const short = await issuer.issue(principalFor(), 60)
    await expect(verify(short, clock.now() + 119 * SECOND)).resolves.toBeDefined()
    await expect(verify(short, clock.now() + 121 * SECOND)).rejects.toMatchObject({ code: 'token-expired' })
  })

  it('stays valid when the issuer is opened again', async () => {
    const secrets = { get: async () => storedKey, getOrCreate: async () => storedKey }
    const again = await openTokenIssuer({ secrets, clock })
    expect(again.publicKeys).toEqual(issuer.publicKeys)
    await expect(verify(await again.issue(principalFor()), clock.now())).resolves.toBeDefined()
  })

  it('is checked with a published key that holds nothing private', () => {
    expect(Object.keys(publicJwk()).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  })
})

describe('an attack on the algorithm', () => {
  it.each(['none', 'None', 'nOnE', 'NONE', ''])('is refused: alg "%s" without a signature', async (alg) => {
    const start = `${encode({ ...header(), alg })}.${encode(claims())}`
    for (const attack of [`${start}.`, start, `${start}.${token.split('.')[2]}`]) await refused(attack)
  })

  it('is refused: HS256 with the public key as the secret, in every form it is known in', async () => {
    const key = createPublicKey({ key: publicJwk(), format: 'jwk' })
    const secrets = [
      key.export({ type: 'spki', format: 'der' }),
      key.export({ type: 'spki', format: 'pem' }),
      JSON.stringify(publicJwk()),
      Buffer.from(publicJwk().x!, 'base64url'),
    ]
    for (const secret of secrets) await refused(hmacToken(secret))
  })

  it('is refused: a key of the attacker, also when the token brings it along', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    const jwk = await exportJWK(publicKey)
    const sneaked = [{}, { jwk }, { jku: 'http://127.0.0.1/keys' }, { x5u: 'http://127.0.0.1/cert' }, { x5c: ['AA'] }]
    for (const extra of sneaked) {
      const forged = new SignJWT(claims()).setProtectedHeader({ ...header(), ...extra })
      await refused(await forged.sign(privateKey))
    }
  })

  it('is refused: a critical extension that nobody here knows', async () => {
    const start = `${encode({ ...header(), crit: ['exp'] })}.${encode(claims())}`
    await refused(`${start}.${token.split('.')[2]}`)
  })

  it.each(['unknown', '../../dev/null', "' or 1=1 --", '', 'k'.repeat(5_000)])('is refused: key id %j', async (kid) => {
    const { privateKey } = await generateKeyPair('ES256')
    await refused(await new SignJWT(claims()).setProtectedHeader({ ...header(), kid }).sign(privateKey))
    await refused(await signed({}, { kid }))
  })
})

describe('an attack on the claims', () => {
  const wrong: readonly [string, Record<string, unknown>][] = [
    ['another issuer', { iss: 'https://login.example.org' }],
    ['our issuer with a slash', { iss: `${LOCAL_ISSUER}/` }],
    ['a list of issuers', { iss: [LOCAL_ISSUER] }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'graph' }],
    ['a list of other audiences', { aud: ['graph', 'footnote-web'] }],
    ['no audience', { aud: undefined }],
    ['no end', { exp: undefined }],
    ['an end that is text', { exp: String(nowInSeconds + 3_600) }],
    ['an end beyond the end of time', { exp: 1e300 }],
    ['a start in the future', { nbf: nowInSeconds + 120 }],
    ['a time of issue that is text', { iat: 'now' }],
    ['no time of issue', { iat: undefined }],
    ['no subject', { sub: undefined }],
    ['no tenant', { tid: undefined }],
    ['an empty tenant', { tid: '' }],
    ['a list of tenants', { tid: ['t1'] }],
    ['no object id', { oid: undefined }],
    ['an object id that is a number', { oid: 7 }],
    ['roles as text', { roles: 'Admin' }],
    ['a role there is not', { roles: ['Reader', 'Owner'] }],
    ['a role in other letters', { roles: ['admin'] }],
    ['no roles', { roles: undefined }],
    ['groups as text', { groups: 'g1' }],
    ['the kind of the system itself', { idtyp: 'system' }],
  ]
  it.each(wrong)('is refused: %s', async (_name, changes) => refused(await signed(changes)))

  it.each(['JWT', 'id+jwt', '', undefined])('is refused: a token of the type %j', async (typ) =>
    refused(await signed({}, { typ })),
  )

  it('is refused: a token for services', async () => {
    const { createCallContextTokens } = await import('../platform/http/call-context-token.ts')
    const tokens = createCallContextTokens(['s'.repeat(32)])
    const hop = { audience: AUDIENCE, method: 'GET', path: '/api/documents' }
    await refused(await tokens.sign({ principal: principalFor(), clock }, hop))
  })
})

describe('an attack on the encoding', () => {
  it('is refused: other characters that decode to the same bytes', async () => {
    const [head, payload, signature] = token.split('.') as [string, string, string]
    const attacks = [
      `${token}=`,
      `${token}==`,
      ` ${token}`,
      `${token}\n`,
      `${head} .${payload}.${signature}`,
      `${head}.${payload.slice(0, 9)} ${payload.slice(9)}.${signature}`,
      `${head}.${payload}.${signature.slice(0, 9)}\n${signature.slice(9)}`,
      `${head}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}=`,
      `${token}.`,
      `${token}.${signature}`,
      `${head}.${payload}`,
      `${head}..${signature}`,
      '',
      '..',
    ]
    for (const attack of attacks) await refused(attack)
  })

  it('is refused: a last character whose unused bits are set', async () => {
    const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = token.at(-1)!
    const twins = [1, 2, 3].map((bit) => ALPHABET[ALPHABET.indexOf(last) ^ bit]!)
    for (const twin of twins) await refused(`${token.slice(0, -1)}${twin}`)
  })

  it('is refused: JSON serialisation and encrypted tokens', async () => {
    const [head, payload, signature] = token.split('.')
    await refused(JSON.stringify({ protected: head, payload, signature }))
    await refused(`${encode({ alg: 'dir', enc: 'A128GCM' })}..AAAA.AAAA.AAAA`)
  })

  it('is refused: a token larger than any honest one, also when it is signed by us', async () => {
    await refused(await signed({ groups: Array.from({ length: 300 }, (_, i) => `group-${i}-${'x'.repeat(20)}`) }))
    await refused('a'.repeat(5_000_000))
  })

  it('is refused: every token with one character changed', async () => {
    for (let i = 0; i < token.length; i += 7) {
      const changed = token[i] === 'A' ? 'B' : 'A'
      await refused(token.slice(0, i) + changed + token.slice(i + 1))
    }
  })
})

interface VectorFile {
  readonly testGroups: readonly {
    readonly public?: JWK | JSONWebKeySet
    readonly private?: JWK | JSONWebKeySet
    readonly tests: readonly { readonly tcId: number; readonly jws?: unknown; readonly result: string }[]
  }[]
}

const isKeySet = (given: JWK | JSONWebKeySet): given is JSONWebKeySet => 'keys' in given

const vectors = realData('jwt-vectors')

const VECTOR_FILES = ['json_web_signature_test.json', 'json_web_crypto_test.json'] as const

function readVectors(name: string) {
  const { testGroups } = JSON.parse(readFileSync(join(vectors ?? '', name), 'utf8')) as VectorFile
  return testGroups.flatMap((group) => {
    const given = group.public ?? group.private ?? { keys: [] }
    const keySet = isKeySet(given) ? given : { keys: [given] }
    return group.tests.map(({ tcId, jws, result }) => {
      const text = typeof jws === 'string' ? jws : JSON.stringify(jws ?? '')
      return { tcId, keySet, text, isValid: result === 'valid' }
    })
  })
}

/** Everything that happens to a token before its claims are read: the vectors carry no claims. */
async function hasGoodSignature(text: string, keySet: JSONWebKeySet): Promise<boolean> {
  const strict = readStrictHeader(text)
  const key = strict === null ? undefined : (await readKeySet(keySet)).get(strict.kid)
  if (key === undefined || key.alg !== strict?.alg) return false
  return compactVerify(text, key.key, { algorithms: [key.alg] }).then(
    () => true,
    () => false,
  )
}

describe.skipIf(vectors === null)('the public test vectors', () => {
  it.each(VECTOR_FILES)('yield no principal, and nothing but the usual refusal: %s', async (name) => {
    for (const { tcId, keySet, text } of readVectors(name)) {
      const verifyVector = createTokenVerifier([localTokens({ publicKeys: keySet })])
      await expect(verifyVector(text, clock.now()), `vector ${tcId}`).rejects.toMatchObject(REFUSED)
      await refused(text)
    }
  })

  it.each([
    [VECTOR_FILES[0], 355, 14],
    [VECTOR_FILES[1], 45, 2],
  ] as const)(
    'with a wrong signature, form or key are all refused, and those with a right one are not: %s',
    async (name, invalid, valid) => {
      const read = readVectors(name).filter(({ text }) => text !== '""')
      const accepted = { valid: 0, invalid: [] as number[] }
      for (const { tcId, keySet, text, isValid } of read) {
        if (!(await hasGoodSignature(text, keySet))) continue
        if (isValid) accepted.valid += 1
        else accepted.invalid.push(tcId)
      }
      expect(accepted.invalid).toEqual([])
      expect(read.filter(({ isValid }) => !isValid)).toHaveLength(invalid)
      expect(accepted.valid).toBe(valid)
    },
  )
})
