import { expect, test } from 'vitest'
import { createOpenAiCompatibleModel } from '../platform/chat-model/openai-compatible.ts'
import { askWithModels } from '../testing/ask-with-models.ts'
import { FAULT_TIMEOUTS, MODEL_FAULTS, MOST_FAULT_TIME_IN_MS } from '../testing/model-faults.ts'
import { startScriptedOpenAiServer } from '../testing/scripted-openai-server.ts'

test.for(MODEL_FAULTS)('gives an answer or a clear problem when the model $name', async (fault) => {
  await using server = await startScriptedOpenAiServer()
  server.script(...fault.replies)
  const model = createOpenAiCompatibleModel({
    baseUrl: fault.addressOf?.(new URL(server.baseUrl).port) ?? server.baseUrl,
    model: 'scripted',
    apiKey: 'k',
    contextWindowTokens: 8_192,
    timeouts: FAULT_TIMEOUTS,
  })
  const startedAt = performance.now()
  const { parts, envelope, problem } = await askWithModels([model])
  expect(performance.now() - startedAt).toBeLessThan(MOST_FAULT_TIME_IN_MS)

  const { gets } = fault
  if (gets.type === 'problem') {
    expect(problem).toMatchObject({ code: gets.code, detail: expect.stringMatching(gets.detail) })
    expect(parts.some(({ type }) => type === 'text-delta')).toBe(gets.afterText ?? false)
    return
  }
  expect(envelope).toMatchObject({ outcome: 'answered', answer: expect.stringContaining('$500') })
  const { mode, fallback_reason: reason } = envelope?.made_by ?? {}
  if (gets.type === 'quotations')
    expect({ mode, reason }).toEqual({ mode: 'extractive', reason: expect.stringMatching(gets.reason) })
  else expect({ mode, reason }).toEqual({ mode: 'model', reason: null })
})

test('knows at least twelve faults', () => {
  expect(MODEL_FAULTS.length).toBeGreaterThanOrEqual(12)
})
