import { afterEach, describe, expect, it } from 'vitest'
import { anyone } from '../policies/anyone.ts'
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts'

const toAnyone = { config: { policy: anyone } }
const ATTACKER = '203.0.113.7'

let gateway: TestGateway | undefined
afterEach(async () => gateway?.[Symbol.asyncDispose]())

/** A gateway that takes three wrong credentials per minute and address, with one route and one form that is always wrong. */
async function open() {
  const opened = await openTestGateway({ failedSignInsPerMinute: 3 })
  gateway = opened
  let submitted = 0
  opened.app.get('/api/echo', toAnyone, async () => ({}))
  opened.app.get('/auth/form', toAnyone, async () => ({}))
  opened.app.post('/auth/form', toAnyone, async (_request, reply) => {
    submitted += 1
    return reply.code(401).send({})
  })
  const send = (token: string | null, remoteAddress = ATTACKER) =>
    opened.app.inject({
      url: '/api/echo',
      remoteAddress,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    })
  const submit = (remoteAddress = ATTACKER) => opened.app.inject({ method: 'POST', url: '/auth/form', remoteAddress })
  return { ...opened, send, submit, submitted: () => submitted }
}

describe('an address that sends wrong credentials', () => {
  it('is refused for a while, with how long and why, and is let in again exactly then', async () => {
    const { send, clock } = await open()
    for (let i = 0; i < 3; i++) expect((await send(`guess${i}`)).statusCode).toBe(401)
    clock.advance(20_500)
    const refused = await send('guess')
    expect(refused.statusCode).toBe(429)
    expect(refused.json()).toMatchObject({ code: 'quota-exceeded', 'violated-policies': ['address'] })
    expect(refused.headers).toMatchObject({
      'retry-after': '40',
      'ratelimit-policy': '"address";q=3;w=60',
      ratelimit: '"address";r=0;t=40',
    })
    clock.advance(40_000)
    expect((await send('guess')).statusCode).toBe(401)
  })

  it('is refused before anything is verified: even a right credential that was never seen waits', async () => {
    const { send, known } = await open()
    for (let i = 0; i < 3; i++) await send('guess')
    known['guess'] = {}
    expect((await send('guess')).statusCode).toBe(429)
  })

  it('locks nobody out who was known before, whatever others send from the same address', async () => {
    const { send } = await open()
    expect((await send('reader')).statusCode).toBe(200)
    for (let i = 0; i < 5; i++) await send('guess')
    expect((await send('reader')).statusCode).toBe(200)
    expect((await send('other')).statusCode).toBe(429)
    expect((await send('other', '203.0.113.8')).statusCode).toBe(200)
  })

  it('gains nothing from a credential that was known once and is no longer', async () => {
    const { send, known } = await open()
    await send('reader')
    delete known['reader']
    for (let i = 0; i < 3; i++) expect((await send('reader')).statusCode).toBe(401)
    expect((await send('reader')).statusCode).toBe(429)
  })

  it('is one address for all of an IPv6 network', async () => {
    const { send } = await open()
    for (let i = 0; i < 3; i++) await send('guess', `2001:db8:0:1::${i}`)
    expect((await send('guess', '2001:db8:0:1:ffff::9')).statusCode).toBe(429)
    expect((await send('guess', '2001:db8:0:2::9')).statusCode).toBe(401)
  })

  it('cannot take another address from a header that nobody trusted wrote', async () => {
    const { app } = await open()
    const guess = (forwarded: string) =>
      app.inject({
        url: '/api/echo',
        remoteAddress: ATTACKER,
        headers: { authorization: 'Bearer guess', 'x-forwarded-for': forwarded },
      })
    for (let i = 0; i < 3; i++) await guess(`198.51.100.${i}`)
    expect((await guess('198.51.100.9')).statusCode).toBe(429)
  })

  it('is not counted for requests without a credential, which guess nothing', async () => {
    const { send } = await open()
    for (let i = 0; i < 10; i++) expect((await send(null)).statusCode).toBe(401)
    expect((await send('reader')).statusCode).toBe(200)
  })

  it('is counted for the forms that sign people in as well, and sends no more of them', async () => {
    const { app, send, submit, submitted } = await open()
    for (let i = 0; i < 2; i++) expect((await submit()).statusCode).toBe(401)
    expect((await send('guess')).statusCode).toBe(401)
    expect((await submit()).statusCode).toBe(429)
    expect(submitted()).toBe(2)
    expect((await submit('203.0.113.8')).statusCode).toBe(401)
    expect((await app.inject({ url: '/auth/form', remoteAddress: ATTACKER })).statusCode).toBe(200)
  })
})
