import { expect, test } from 'vitest'
import type { ChatConfig } from '../chat-settings.ts'
import { type ScriptedOpenAiServerOptions, startScriptedOpenAiServer } from '../testing/scripted-openai-server.ts'
import { checkChatModels } from './check-chat-models.ts'

async function open(options: ScriptedOpenAiServerOptions = {}) {
  const server = await startScriptedOpenAiServer(options)
  const chat: ChatConfig = {
    baseUrl: server.baseUrl,
    model: 'a-model',
    apiKey: 'sk-secret',
    contextWindowTokens: 8_192,
    price: { prompt: 0, completion: 0 },
    fallback: undefined,
    judging: 'none' as const,
    callsAtOnce: 10,
    firstTokenInMs: 5_000,
  }
  return { server, chat, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test('says that there is no model when none is configured', async () => {
  expect(await checkChatModels({ chat: undefined })).toEqual([{ ok: true, detail: expect.stringContaining('quote') }])
})

test('tells how soon a model begins and how large its window is', async () => {
  await using opened = await open({ models: [{ id: 'a-model', max_model_len: 32_768 }] })
  opened.server.script({ type: 'answer', deltas: ['yes'] })
  const [finding] = await checkChatModels(opened)
  expect(finding).toMatchObject({ ok: true, detail: expect.stringMatching(/after \d+ ms; window of 32768 tokens/) })
})

test('finds a window that is smaller than configured, and says what to set', async () => {
  await using opened = await open({ models: [{ id: 'a-model', max_model_len: 4_096 }] })
  opened.server.script({ type: 'answer', deltas: ['yes'] })
  const [finding] = await checkChatModels(opened)
  expect(finding).toMatchObject({ ok: false, detail: expect.stringContaining('FOOTNOTE_CHAT_CONTEXT_TOKENS=4096') })
})

test('says which of two models is wrong, why, and never the key', async () => {
  await using opened = await open()
  await using other = await open()
  opened.server.script({ type: 'answer', deltas: ['yes'] })
  other.server.script({ type: 'status', status: 401, body: { error: { message: 'sk-secret is wrong' } } })
  const findings = await checkChatModels({ chat: { ...opened.chat, fallback: other.chat } })
  expect(findings).toMatchObject([
    { ok: true, detail: expect.stringContaining('does not tell') },
    { ok: false, detail: expect.stringContaining('refused the key') },
  ])
  expect(JSON.stringify(findings)).not.toContain('sk-secret')
})
