import Fastify from 'fastify'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { countQuestions } from './questions-in-flight.ts'

/** Longer than any test takes: what settles did not settle because time ran out. */
const FOR_EVER_IN_MS = 3_600_000

function openServer() {
  const app = Fastify()
  const questions = countQuestions(app)
  const answer = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  for (const url of ['/api/ask', '/api/documents']) {
    app.post(url, async () => {
      arrived.resolve()
      await answer.promise
      return {}
    })
  }
  const post = (url: string) => app.inject({ method: 'POST', url })
  return { questions, post, answer, arrived: arrived.promise }
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  return await Promise.race([promise.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))])
}

afterEach(() => {
  vi.useRealTimers()
})

describe('counting the questions that are being answered', () => {
  it('has nothing to wait for where nobody asks', async () => {
    const { questions } = openServer()
    await questions.quiet(FOR_EVER_IN_MS)
  })

  it('waits until the question is answered and no other follows', async () => {
    const { questions, post, answer, arrived } = openServer()
    const reply = post('/api/ask')
    await arrived
    const quiet = questions.quiet(FOR_EVER_IN_MS)
    expect(await isSettled(quiet)).toBe(false)
    answer.resolve()
    await reply
    await quiet
  })

  it('waits no longer than it was told to', async () => {
    const { questions, post, answer, arrived } = openServer()
    const reply = post('/api/ask')
    await arrived
    await questions.quiet(1)
    answer.resolve()
    await reply
  })

  it('waits for questions alone', async () => {
    const { questions, post, answer, arrived } = openServer()
    const reply = post('/api/documents')
    await arrived
    await questions.quiet(FOR_EVER_IN_MS)
    answer.resolve()
    await reply
  })

  it('takes a question that soon follows another for the same asking', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { questions, post, answer } = openServer()
    answer.resolve()
    await post('/api/ask')
    const quiet = questions.quiet(FOR_EVER_IN_MS)
    vi.advanceTimersByTime(150)
    await post('/api/ask')
    vi.advanceTimersByTime(150)
    expect(await isSettled(quiet)).toBe(false)
    vi.advanceTimersByTime(50)
    expect(await isSettled(quiet)).toBe(true)
  })
})
