import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createManualClock, principalFor } from '../../testing/call-contexts.ts'
import { createCallContextTokens } from './call-context-token.ts'

const SECRET = 'a secret that two processes share'
const EARLIER = 'the secret that they shared before'
const clock = createManualClock()
const tokens = createCallContextTokens([SECRET])
const caller = { principal: principalFor({ group_ids: ['g1'], display_name: 'Ada' }), clock }
const REFUSED = { code: 'not-authenticated' }
const request = { method: 'POST', path: '/api/search' }
const hop = { ...request, audience: 'retrieval' }
const arrival = { ...request, audiences: ['ingestion', 'retrieval'] }

const claims = () => ({
  principal: caller.principal,
  htm: 'POST',
  htu: '/api/search',
  iss: 'footnote-internal',
  aud: 'retrieval',
})
const later = Math.floor(clock.now() / 1_000) + 60
const kidOf = (secret: string) => createHash('sha256').update(secret).digest('base64url').slice(0, 8)
const signed = (changes: Record<string, unknown>, secret = SECRET, header: { alg?: string; kid?: string } = {}) =>
  new SignJWT({ ...claims(), exp: later, ...changes })
    .setProtectedHeader({ alg: 'HS256', kid: kidOf(SECRET), ...header })
    .sign(new TextEncoder().encode(secret))

describe('a signed call context', () => {
  it('tells the other process who asks', async () => {
    const verified = await tokens.verify(await tokens.sign(caller, hop), arrival, clock.now())
    expect(verified).toEqual({ principal: caller.principal })
  })

  it('says so when nobody is known yet', async () => {
    const token = await tokens.sign({ ...caller, principal: null }, hop)
    expect(await tokens.verify(token, arrival, clock.now())).toMatchObject({ principal: null })
  })

  it('is good for a minute', async () => {
    const token = await tokens.sign(caller, hop)
    await expect(tokens.verify(token, arrival, clock.now() + 59_000)).resolves.toBeDefined()
    await expect(tokens.verify(token, arrival, clock.now() + 60_000)).rejects.toMatchObject(REFUSED)
  })

  it('is signed once for the same caller and request, and again before it is old', async () => {
    const moving = createManualClock()
    const at = () => tokens.sign({ ...caller, clock: moving }, hop)
    const first = await at()
    moving.advance(14_999)
    expect(await at()).toBe(first)
    moving.advance(1)
    const second = await at()
    expect(second).not.toBe(first)
    await expect(tokens.verify(second, arrival, moving.now() + 59_000)).resolves.toBeDefined()
  })

  it('is never reused for another caller, role, method or path', async () => {
    const signedFor = (principal: object, other: object) =>
      tokens.sign({ ...caller, principal: { ...caller.principal, ...principal } }, { ...hop, ...other })
    const all = await Promise.all([
      signedFor({}, {}),
      signedFor({ object_id: 'other' }, {}),
      signedFor({ group_ids: [] }, {}),
      signedFor({ roles: ['Admin'] }, {}),
      signedFor({}, { audience: 'ingestion' }),
      signedFor({}, { method: 'GET' }),
      signedFor({}, { path: '/api/search/1' }),
      tokens.sign({ ...caller, principal: null }, hop),
    ])
    expect(new Set(all).size).toBe(all.length)
  })

  it('is good for one role, method and path only', async () => {
    const token = await tokens.sign(caller, hop)
    for (const other of [
      { audiences: ['ingestion'] },
      { audiences: ['retrieva'] },
      { audiences: [] },
      { method: 'GET' },
      { method: 'post' },
      { path: '/api/search/' },
      { path: '/api/documents' },
    ])
      await expect(tokens.verify(token, { ...arrival, ...other }, clock.now())).rejects.toMatchObject(REFUSED)
  })

  it('is believed while its key is being replaced, and no longer', async () => {
    const [before, during, after] = [[EARLIER], [SECRET, EARLIER], [SECRET]] as const
    const old = await createCallContextTokens(before).sign(caller, hop)
    const fresh = await createCallContextTokens(during).sign(caller, hop)
    for (const token of [old, fresh])
      await expect(createCallContextTokens(during).verify(token, arrival, clock.now())).resolves.toBeDefined()
    await expect(createCallContextTokens(after).verify(fresh, arrival, clock.now())).resolves.toBeDefined()
    await expect(createCallContextTokens(after).verify(old, arrival, clock.now())).rejects.toMatchObject(REFUSED)
  })

  it.each([
    ['another secret', () => signed({}, 'some other secret that is long enough')],
    ['a key id that nobody knows', () => signed({}, SECRET, { kid: 'unknown' })],
    ['no key id', async () => createHeadless()],
    ['another algorithm', () => signed({}, SECRET.repeat(2), { alg: 'HS512' })],
    ['another issuer', () => signed({ iss: 'urn:footnote:local' })],
    ['no end', () => signed({ exp: undefined })],
    ['no audience', () => signed({ aud: undefined })],
    ['no method', () => signed({ htm: undefined })],
    ['no path', () => signed({ htu: undefined })],
    ['no principal', () => signed({ principal: undefined })],
    ['a role there is not', () => signed({ principal: { ...caller.principal, roles: ['Owner'] } })],
    ['an empty tenant', () => signed({ principal: { ...caller.principal, tenant_id: '' } })],
    ['nothing at all', async () => ''],
    ['no signature', async () => (await signed({})).replace(/[^.]*$/, '')],
    ['no algorithm', async () => `${btoa('{"alg":"none"}').replaceAll('=', '')}.${(await signed({})).split('.')[1]}.`],
  ])('is refused with %s', async (_name, forge) => {
    await expect(tokens.verify(await forge(), arrival, clock.now())).rejects.toMatchObject(REFUSED)
  })

  it('is taken when nothing is forged, so that the refusals above mean something', async () => {
    await expect(tokens.verify(await signed({}), arrival, clock.now())).resolves.toBeDefined()
  })
})

function createHeadless(): Promise<string> {
  return new SignJWT({ ...claims(), exp: later })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(SECRET))
}
