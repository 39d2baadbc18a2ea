import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import type { AnswerEnvelope } from '../contracts/orchestration.ts'
import { anyone } from '../policies/anyone.ts'
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts'

const ENVELOPE: AnswerEnvelope = {
  outcome: 'answered',
  answer: 'Yes. [1]',
  sentences: [{ text: 'Yes.', start: 0, end: 8, citations: [1] }],
  citations: [],
  confidence: 0.9,
  confidence_level: 'high',
  nearest_passages: [],
  made_by: { mode: 'extractive', model: 'extractive', fallback_reason: null },
  token_usage: { prompt: 0, completion: 0, total: 0 },
}
const toAnyone = { config: { policy: anyone } }

let gateway: TestGateway | undefined
afterEach(async () => gateway?.[Symbol.asyncDispose]())

interface Asked {
  readonly token?: string
  readonly query?: string
  readonly accept?: string
}

/** A gateway before an answering service that counts; `reply` says what its n-th answer is. */
async function open({
  cacheable = true,
  status = 200,
  bodyOf = (text: string): unknown => text,
  lifetimeInMs = 900_000,
} = {}) {
  const opened = await openTestGateway({ answerCacheLifetimeInMs: lifetimeInMs })
  gateway = opened
  let answered = 0
  opened.app.post('/api/ask', toAnyone, async (_request, reply) => {
    answered += 1
    if (cacheable) reply.header('x-footnote-cacheable', '1')
    return reply
      .code(status)
      .type('application/json; charset=utf-8')
      .send(bodyOf(JSON.stringify({ ...ENVELOPE, answer: `É ${answered}` })))
  })
  const ask = ({ token = 'reader', query = 'How long?', accept = 'application/json' }: Asked = {}) =>
    opened.app.inject({
      method: 'POST',
      url: '/api/ask',
      headers: { authorization: `Bearer ${token}`, accept },
      payload: { query },
    })
  return { ...opened, ask }
}

describe('an answer', () => {
  it('is given again to the same person for the same question, byte for byte', async () => {
    const { ask } = await open()
    const [first, again] = [await ask(), await ask({ query: ' How   long? ' })]
    expect(first.headers['x-footnote-cache']).toBe('miss')
    expect(again.headers['x-footnote-cache']).toBe('hit')
    expect(again.body).toBe(first.body)
    expect(again.headers['content-type']).toBe(first.headers['content-type'])
    expect(again.headers['content-length']).toBe(String(Buffer.byteLength(first.body)))
    expect(again.headers['cache-control']).toBe('private, no-store')
  })

  it('is given again when it comes as a stream from another process', async () => {
    const { ask } = await open({ bodyOf: (text) => Readable.from([Buffer.from(text)]) })
    const [first, again] = [await ask(), await ask()]
    expect(first.json()).toMatchObject({ answer: 'É 1' })
    expect(again.body).toBe(first.body)
    expect(first.headers['content-length']).toBe(String(Buffer.byteLength(first.body)))
  })

  it('is not given to another person, after a change of rights or library, or for another question', async () => {
    const { ask, known } = await open()
    const answers = [(await ask()).body, (await ask({ token: 'other' })).body, (await ask({ query: 'How far?' })).body]
    known['reader'] = { access_epoch: 2 }
    answers.push((await ask()).body)
    known['reader'] = { library_epoch: 2 }
    answers.push((await ask()).body)
    expect(new Set(answers).size).toBe(5)
  })

  it('is made anew when its time is over', async () => {
    const { ask, clock } = await open()
    const first = await ask()
    clock.advance(899_999)
    expect((await ask()).body).toBe(first.body)
    clock.advance(1)
    expect((await ask()).body).not.toBe(first.body)
  })

  it.each([
    ['it is not marked as one that may be given again', { cacheable: false }],
    ['it is an error', { status: 503 }],
    ['the cache is off', { lifetimeInMs: 0 }],
  ])('is not kept when %s', async (_why, options) => {
    const { ask } = await open(options)
    expect((await ask()).body).not.toBe((await ask()).body)
  })

  it.each(['text/event-stream', 'Text/Event-Stream', 'application/json, text/event-stream;q=0.5'])(
    'is neither kept nor given again for a reader of streams: %s',
    async (accept) => {
      const { ask } = await open()
      const whole = await ask()
      const streamed = await ask({ accept })
      expect(streamed.body).not.toBe(whole.body)
      expect(streamed.headers['x-footnote-cache']).toBeUndefined()
    },
  )

  it('keeps the mark of the answering service inside', async () => {
    const { ask } = await open()
    for (const accept of ['application/json', 'text/event-stream'])
      expect((await ask({ accept })).headers['x-footnote-cacheable']).toBeUndefined()
  })

  it('is recorded like one that was made, under the id that the reply names', async () => {
    const { ask, reused } = await open()
    await ask()
    expect(reused).toEqual([])
    const again = await ask({ query: ' How   long? ' })
    await expect
      .poll(() => reused)
      .toMatchObject([
        { by: 'reader', query: ' How   long? ', answer: { answer: 'É 1' }, requestId: again.headers['x-request-id'] },
      ])
    expect(again.headers['x-footnote-answer-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('is forgotten when the rights or the library have grown, not only out of reach', async () => {
    const { ask, known } = await open()
    for (const change of [{ access_epoch: 2 }, { access_epoch: 2, library_epoch: 2 }]) {
      const { body } = await ask()
      const before = { ...known['reader'] }
      known['reader'] = change
      await ask()
      known['reader'] = before
      expect((await ask()).body).not.toBe(body)
      known['reader'] = change
    }
  })

  it('still counts against the limits and needs to be asked for by somebody', async () => {
    const { ask } = await open()
    await ask()
    const again = await ask()
    expect(again.headers['ratelimit']).toContain('"user";r=58')
    expect((await ask({ token: 'stranger' })).statusCode).toBe(401)
  })
})
