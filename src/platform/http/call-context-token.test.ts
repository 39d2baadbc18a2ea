import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createManualClock, principalFor } from '../../testing/call-contexts.ts'
import { createCallContextTokens } from './call-context-token.ts'

const SECRET = 'a secret that two processes share'
const clock = createManualClock()
const tokens = createCallContextTokens(SECRET)
const caller = { principal: principalFor({ group_ids: ['g1'], display_name: 'Ada' }), requestId: 'request-1', clock }
const REFUSED = { code: 'not-authenticated' }

const claims = () => ({
  principal: caller.principal,
  request_id: 'request-1',
  iss: 'footnote-internal',
  aud: 'retrieval',
})
const later = Math.floor(clock.now() / 1_000) + 60
const signed = (changes: Record<string, unknown>, secret = SECRET, alg = 'HS256') =>
  new SignJWT({ ...claims(), exp: later, ...changes })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret))

describe('a signed call context', () => {
  it('tells the other process who asks and in which request', async () => {
    const token = await tokens.sign(caller, 'retrieval')
    const verified = await tokens.verify(token, ['ingestion', 'retrieval'], clock.now())
    expect(verified).toEqual({ principal: caller.principal, request_id: 'request-1' })
  })

  it('is good for a minute', async () => {
    const token = await tokens.sign(caller, 'retrieval')
    await expect(tokens.verify(token, ['retrieval'], clock.now() + 59_000)).resolves.toBeDefined()
    await expect(tokens.verify(token, ['retrieval'], clock.now() + 60_000)).rejects.toMatchObject(REFUSED)
  })

  it('is good for the role it was made for only', async () => {
    const token = await tokens.sign(caller, 'retrieval')
    for (const audiences of [['ingestion'], ['retrieva'], []])
      await expect(tokens.verify(token, audiences, clock.now())).rejects.toMatchObject(REFUSED)
  })

  it.each([
    ['another secret', () => signed({}, 'some other secret that is long enough')],
    ['another algorithm', () => signed({}, SECRET.repeat(2), 'HS512')],
    ['another issuer', () => signed({ iss: 'urn:footnote:local' })],
    ['no end', () => signed({ exp: undefined })],
    ['no audience', () => signed({ aud: undefined })],
    ['no principal', () => signed({ principal: undefined })],
    ['a role there is not', () => signed({ principal: { ...caller.principal, roles: ['Owner'] } })],
    ['an empty tenant', () => signed({ principal: { ...caller.principal, tenant_id: '' } })],
    ['no request id', () => signed({ request_id: '' })],
    ['nothing at all', async () => ''],
    ['no signature', async () => (await signed({})).replace(/[^.]*$/, '')],
    ['no algorithm', async () => `${btoa('{"alg":"none"}').replaceAll('=', '')}.${(await signed({})).split('.')[1]}.`],
  ])('is refused with %s', async (_name, forge) => {
    await expect(tokens.verify(await forge(), ['retrieval'], clock.now())).rejects.toMatchObject(REFUSED)
  })
})
