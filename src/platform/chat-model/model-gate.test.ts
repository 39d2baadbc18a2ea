import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../testing/call-contexts.ts'
import { startScriptedOpenAiServer } from '../../testing/scripted-openai-server.ts'
import { openTelemetry } from '../telemetry/pino-prometheus.ts'
import { chatRequest, readAll, textOf } from './chat-model.contract.ts'
import { measureGates } from './measure-gate.ts'
import { createModelGate, type ModelGateOptions } from './model-gate.ts'
import { createOpenAiCompatibleModel } from './openai-compatible.ts'

const REQUEST = chatRequest('What is the deductible?')
const STAYS = new AbortController().signal

async function open(options: ModelGateOptions = {}) {
  const clock = createManualClock()
  const server = await startScriptedOpenAiServer()
  const gate = createModelGate({ clock, ...options })
  const { baseUrl } = server
  const model = createOpenAiCompatibleModel({ baseUrl, model: 'm', apiKey: 'k', contextWindowTokens: 8_192, gate })
  const ask = async (signal = STAYS) => textOf(await readAll(model.stream(REQUEST, signal)))
  return { clock, server, gate, ask, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const DOWN = { type: 'status', status: 502 } as const
const YES = { type: 'answer', deltas: ['Yes [1].'] } as const

describe('the gate before a model', () => {
  it('leaves a server alone that was down three times, and uses it again when one call finds it back', async () => {
    await using opened = await open()
    const { server, ask, gate, clock } = opened
    server.script(DOWN, DOWN, DOWN, DOWN, DOWN, DOWN, YES, YES)
    for (let time = 0; time < 3; time += 1) await expect(ask()).rejects.toMatchObject({ code: 'model-unavailable' })
    expect(gate.state().circuit).toBe('open')
    await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining('was down'), retryAfterInSeconds: 15 })
    expect(server.calls).toHaveLength(6)
    clock.advance(15_000)
    expect(await ask()).toBe('Yes [1].')
    expect(gate.state().circuit).toBe('closed')
  })

  it('does not take a wrong key, a busy server or an impatient caller for a server that is down', async () => {
    await using opened = await open()
    const { server, ask, gate } = opened
    for (let time = 0; time < 4; time += 1) {
      server.script({ type: 'status', status: 401 })
      await expect(ask()).rejects.toMatchObject({ code: 'model-unavailable' })
      server.script({ type: 'answer', deltas: [], after: new Promise(() => {}) })
      const abort = new AbortController()
      const asking = ask(abort.signal)
      await server.called(server.calls.length + 1)
      abort.abort(new Error('gone'))
      await expect(asking).rejects.toThrow('gone')
    }
    expect(gate.state()).toEqual({ circuit: 'closed', running: 0, waiting: 0 })
  })

  it('sends nothing more to a server that asked for a pause, until the pause is over', async () => {
    await using opened = await open()
    const { server, ask, clock } = opened
    server.script({ type: 'status', status: 429, headers: { 'retry-after': '20' } }, YES)
    await expect(ask()).rejects.toMatchObject({ retryAfterInSeconds: 20 })
    await expect(ask()).rejects.toMatchObject({
      message: expect.stringContaining('has too much to do'),
      retryAfterInSeconds: 20,
    })
    expect(server.calls).toHaveLength(1)
    clock.advance(20_000)
    expect(await ask()).toBe('Yes [1].')
  })

  it('lets calls wait for their turn and gives places back however a call ends', async () => {
    await using opened = await open({ atOnce: 1 })
    const { server, ask, gate } = opened
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    server.script({ type: 'answer', deltas: ['First [1].'], after: released }, YES)
    const first = ask()
    await server.called(1)
    const second = ask()
    expect(gate.state()).toMatchObject({ running: 1, waiting: 1 })
    release()
    expect(await first).toBe('First [1].')
    expect(await second).toBe('Yes [1].')
    expect(gate.state()).toMatchObject({ running: 0, waiting: 0 })
  })

  it('is seen in the metrics', async () => {
    await using opened = await open()
    await using telemetry = openTelemetry({ level: 'silent' })
    measureGates(telemetry.meter, [['m', opened.gate]])
    opened.server.script(DOWN, DOWN, DOWN, DOWN, DOWN, DOWN)
    for (let time = 0; time < 3; time += 1) await expect(opened.ask()).rejects.toThrow('502')
    const metrics = await telemetry.renderMetrics()
    expect(metrics).toMatch(/footnote_chat_model_circuit\{[^}]*model="m"[^}]*\} 2/)
    expect(metrics).toMatch(/footnote_chat_model_calls\{[^}]*state="waiting"[^}]*\} 0/)
  })
})
