import { afterEach, describe, expect, it } from 'vitest'
import { callContextOf } from '../platform/http/call-context.ts'
import { anyone } from '../policies/anyone.ts'
import { principalFor } from '../testing/call-contexts.ts'
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts'

const QUESTIONS = 1_000
const PEOPLE = ['t1/ada', 't1/bob', 't2/ada', 't2/bob'] as const
const SECRET = 'The merger is on Friday.'

let gateway: TestGateway | undefined
afterEach(async () => gateway?.[Symbol.asyncDispose]())

/** A gateway before a service whose answers say who asked and, while `tells` is true, what only some may know. */
async function open() {
  const opened = await openTestGateway({ userRequestsPerMinute: 1e6, tenantRequestsPerMinute: 1e6 })
  gateway = opened
  const service = { tells: true, answered: 0 }
  for (const person of PEOPLE) {
    const [tenant_id = '', object_id = ''] = person.split('/')
    opened.known[person] = { principal: principalFor({ tenant_id, object_id }) }
  }
  opened.app.post('/api/ask', { config: { policy: anyone } }, async (request, reply) => {
    service.answered += 1
    const { tenant_id, object_id } = callContextOf(request).principal
    return reply
      .header('x-footnote-cacheable', '1')
      .send({ answer: `${tenant_id}/${object_id} ${service.tells ? SECRET : ''}` })
  })
  const ask = async (person: string, query: string) => {
    const headers = { authorization: `Bearer ${person}` }
    const reply = await opened.app.inject({ method: 'POST', url: '/api/ask', headers, payload: { query } })
    return { hit: reply.headers['x-footnote-cache'] === 'hit', text: reply.json<{ answer: string }>().answer }
  }
  return { ...opened, service, ask }
}

describe('answers that are given again', () => {
  it(`are never another's: two tenants, two people each, ${QUESTIONS} equal questions`, async () => {
    const { service, ask } = await open()
    let [own, foreign] = [0, 0]
    for (let n = 0; n < QUESTIONS; n++) {
      for (const person of PEOPLE) {
        const { hit, text } = await ask(person, `Question ${n % 500}?`)
        if (!text.startsWith(`${person} `)) foreign += 1
        else if (hit) own += 1
      }
    }
    expect({ own, foreign, answered: service.answered }).toEqual({ own: 2_000, foreign: 0, answered: 2_000 })
  }, 30_000)

  it('carry nothing of what was revoked: 0 of 200', async () => {
    const { service, ask, known } = await open()
    const [person] = PEOPLE
    for (let n = 0; n < 200; n++) expect((await ask(person, `Question ${n}?`)).text).toContain(SECRET)
    service.tells = false
    known[person] = { ...known[person], access_epoch: 2 }
    let carrying = 0
    for (let n = 0; n < 200; n++) if ((await ask(person, `Question ${n}?`)).text.includes(SECRET)) carrying += 1
    expect(carrying).toBe(0)
  })
})
