import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
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

describe('counting the questions that are being answered', () => {
  it('has nothing to wait for where nobody asks', async () => {
    const { questions } = openServer()
    await questions.answered(FOR_EVER_IN_MS)
  })

  it('waits until the question is answered', async () => {
    const { questions, post, answer, arrived } = openServer()
    const reply = post('/api/ask')
    await arrived
    const answered = questions.answered(FOR_EVER_IN_MS)
    expect(await isSettled(answered)).toBe(false)
    answer.resolve()
    await reply
    await answered
  })

  it('waits no longer than it was told to', async () => {
    const { questions, post, answer, arrived } = openServer()
    const reply = post('/api/ask')
    await arrived
    await questions.answered(1)
    answer.resolve()
    await reply
  })

  it('waits for questions alone', async () => {
    const { questions, post, answer, arrived } = openServer()
    const reply = post('/api/documents')
    await arrived
    await questions.answered(FOR_EVER_IN_MS)
    answer.resolve()
    await reply
  })
})
