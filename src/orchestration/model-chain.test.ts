import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../contracts/errors.ts'
import { createOpenAiCompatibleModel } from '../platform/chat-model/openai-compatible.ts'
import { askWithModels, MODEL_SENTENCE } from '../testing/ask-with-models.ts'
import { contextFor } from '../testing/call-contexts.ts'
import {
  type ScriptedOpenAiServer,
  type ScriptedReply,
  startScriptedOpenAiServer,
} from '../testing/scripted-openai-server.ts'
import type { Tokens } from './budgets.ts'

let large: ScriptedOpenAiServer
let small: ScriptedOpenAiServer
beforeAll(async () => {
  large = await startScriptedOpenAiServer()
  small = await startScriptedOpenAiServer()
})
afterAll(async () => {
  await large[Symbol.asyncDispose]()
  await small[Symbol.asyncDispose]()
})

const down: ScriptedReply = { type: 'status', status: 401 }
const answers: ScriptedReply = { type: 'answer', deltas: [MODEL_SENTENCE], usage: { prompt: 300, completion: 20 } }

/** Two deployments with different prices. */
function deployments() {
  const open = (server: ScriptedOpenAiServer, model: string, price: { prompt: number; completion: number }) =>
    createOpenAiCompatibleModel({ baseUrl: server.baseUrl, model, apiKey: 'k', contextWindowTokens: 8_192, price })
  return [open(large, 'large', { prompt: 10, completion: 30 }), open(small, 'small', { prompt: 1, completion: 2 })]
}

describe('a chain of models', () => {
  it('stops at the first that answers', async () => {
    large.script(answers)
    const { envelope } = await askWithModels(deployments())
    expect(envelope?.made_by).toEqual({ mode: 'model', model: 'large', fallback_reason: null })
    expect(small.calls).toHaveLength(0)
  })

  it('goes on to the second, which is named in the answer together with the reason', async () => {
    large.script(down)
    small.script(answers)
    const { envelope } = await askWithModels(deployments())
    expect(envelope?.made_by).toEqual({
      mode: 'model',
      model: 'small',
      fallback_reason: 'The language model refused the key (status 401); check the configured key.',
    })
  })

  it('ends with quotations that give both reasons', async () => {
    large.script(down)
    small.script({ type: 'status', status: 404 })
    const { envelope } = await askWithModels(deployments())
    expect(envelope).toMatchObject({ outcome: 'answered', made_by: { mode: 'extractive' } })
    expect(envelope?.made_by.fallback_reason).toMatch(/refused the key.*does not exist/)
  })

  it('takes a model that says nothing for a broken one', async () => {
    large.script({ type: 'answer', deltas: ['\n'], usage: { prompt: 100, completion: 1 } })
    small.script(answers)
    expect((await askWithModels(deployments())).envelope?.made_by).toMatchObject({
      model: 'small',
      fallback_reason: expect.stringContaining('empty answer'),
    })
  })

  it('counts what each model took at its own price', async () => {
    large.script({ type: 'answer', deltas: [''], usage: { prompt: 100, completion: 1 } })
    small.script(answers)
    const { spent } = await askWithModels(deployments())
    const cost = 100 * 10 + 1 * 30 + 300 * 1 + 20 * 2
    expect(spent).toMatchObject([{ tokens: { prompt: 400, completion: 21, costInMicros: cost } }])
  })

  it('holds the budget once, and quotes when it is used up', async () => {
    const held: Tokens[] = []
    const reserve = async (tokens: Tokens) => `reservation ${held.push(tokens)}`
    large.script(down)
    small.script(answers)
    const { spent } = await askWithModels(deployments(), { budgets: { reserve } })
    expect(held).toHaveLength(1)
    expect(spent).toMatchObject([{ reservations: ['reservation 1'] }])

    const nothingLeft = () => Promise.reject(problem('budget-exceeded', 'Nothing is left today.'))
    const { envelope } = await askWithModels(deployments(), { budgets: { reserve: nothingLeft } })
    expect(envelope?.made_by).toMatchObject({ mode: 'extractive', fallback_reason: 'Nothing is left today.' })
  })

  it('asks no other model for a caller who is gone', async () => {
    const abort = new AbortController()
    const before = small.calls.length
    large.script({ type: 'answer', deltas: ['late'], after: new Promise(() => {}) })
    const asking = askWithModels(deployments(), { context: contextFor({}, { signal: abort.signal }) })
    await large.called(large.calls.length + 1)
    abort.abort()
    expect((await asking).problem).toMatchObject({ code: 'request-cancelled' })
    expect(small.calls).toHaveLength(before)
  })
})
