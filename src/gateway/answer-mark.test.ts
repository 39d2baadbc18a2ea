import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../contracts/call-context.ts'
import { createCallContextTokens } from '../platform/http/call-context-token.ts'
import { createServer } from '../platform/http/create-server.ts'
import { createInProcessSharedState } from '../platform/shared-state/in-process.ts'
import { createTracing } from '../platform/telemetry/create-tracing.ts'
import { anyone } from '../policies/anyone.ts'
import { AUTHENTICATION } from './authentication.ts'
import { installAnswerCache } from './reuse-answers.ts'

let close = async () => {}
afterEach(() => close())

/** What a caller sees of the mark of an answer that may be given again. */
async function markSeen(trustedProxies: readonly string[]): Promise<unknown> {
  const app = await createServer({
    clock: systemClock,
    logger: pino({ enabled: false }),
    tracing: createTracing(null),
    tokens: createCallContextTokens(['a secret of the tests that is long enough']),
    roles: ['gateway'],
    trustedProxies,
  })
  close = () => app.close()
  app.decorateRequest(AUTHENTICATION, null)
  installAnswerCache(app, {
    sharedState: createInProcessSharedState(),
    recordReuse: async () => ({}),
    logger: pino({ enabled: false }),
    limits: { answerCacheLifetimeInMs: 900_000 },
    answerCacheSecret: 'secret',
    answerFingerprint: 'fingerprint',
  })
  app.post('/api/ask', { config: { policy: anyone } }, async (_request, reply) =>
    reply.header('x-footnote-cacheable', '1').send({}),
  )
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const reply = await app.inject({ method: 'POST', url: '/api/ask', headers, payload: { query: 'How long?' } })
  return reply.headers['x-footnote-cacheable']
}

describe('the mark of an answer that may be given again', () => {
  it('passes to a trusted gateway in front, which keeps answers too', async () => {
    expect(await markSeen(['127.0.0.1'])).toBe('1')
  })

  it.each([[[]], [['192.0.2.1']]])('passes to nobody else, whatever they say of themselves: %j', async (trusted) => {
    expect(await markSeen(trusted)).toBeUndefined()
  })
})
