import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { ProblemError } from '../../contracts/errors.ts'
import { type ScriptedReply, startScriptedOpenAiServer } from '../../testing/scripted-openai-server.ts'
import { chatRequest, describeChatModelContract, readAll, textOf } from './chat-model.contract.ts'
import type { ChatPart } from './chat-model.ts'
import { createOpenAiCompatibleModel, type OpenAiCompatibleOptions } from './openai-compatible.ts'

const KEY = 'sk-very-secret-key'
const REQUEST = chatRequest('What is the deductible?')
const NEVER_ABORTED = new AbortController().signal

async function open(options: Partial<OpenAiCompatibleOptions> = {}) {
  const server = await startScriptedOpenAiServer()
  const model = createOpenAiCompatibleModel({
    baseUrl: server.baseUrl,
    model: 'scripted',
    apiKey: KEY,
    contextWindowTokens: 8_192,
    ...options,
  })
  return { server, model, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

async function failure(
  replies: readonly ScriptedReply[],
  options: Partial<OpenAiCompatibleOptions> = {},
): Promise<ProblemError> {
  await using opened = await open(options)
  opened.server.script(...replies)
  return await readAll(opened.model.stream(REQUEST, NEVER_ABORTED)).then(
    () => expect.unreachable('the model should have failed'),
    (error: unknown) => error as ProblemError,
  )
}

describeChatModelContract('OpenAI-compatible', async () => {
  const opened = await open()
  const willSay = (text: string) =>
    opened.server.script({
      type: 'answer',
      deltas: text === '' ? [] : text.split(/(?<= )/),
      usage: { prompt: 40, completion: 9 },
    })
  return { model: opened.model, willSay, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }
})

test('sends model, messages, answer limit and key, and asks for the usage', async () => {
  await using opened = await open()
  opened.server.script({ type: 'answer', deltas: ['Yes [1].'] })
  await readAll(opened.model.stream(REQUEST, NEVER_ABORTED))
  const [call] = opened.server.calls
  expect(call!.path).toBe('/v1/chat/completions')
  expect(call!.headers.authorization).toBe(`Bearer ${KEY}`)
  expect(call!.body).toMatchObject({
    model: 'scripted',
    messages: REQUEST.messages,
    max_tokens: 256,
    stream: true,
    stream_options: { include_usage: true },
  })
})

test('finds out which parameters a server refuses, once', async () => {
  await using opened = await open()
  const refuses = (param: string): ScriptedReply => ({
    type: 'status',
    status: 400,
    body: { error: { message: 'Unsupported parameter', code: 'unsupported_parameter', param } },
  })
  const yes: ScriptedReply = { type: 'answer', deltas: ['Yes [1].'] }
  opened.server.script(refuses('max_tokens'), refuses('temperature'), refuses('stream_options'), yes, yes)
  for (let time = 0; time < 2; time += 1)
    expect(textOf(await readAll(opened.model.stream(REQUEST, NEVER_ABORTED)))).toBe('Yes [1].')
  expect(opened.server.calls).toHaveLength(5)
  const { body } = opened.server.calls[4]!
  expect(body).toMatchObject({ max_completion_tokens: 256 })
  for (const refused of ['max_tokens', 'temperature', 'stream_options']) expect(body).not.toHaveProperty(refused)
})

test('sends no authorization header without a key', async () => {
  await using opened = await open({ apiKey: undefined })
  opened.server.script({ type: 'answer', deltas: ['Yes [1].'] })
  await readAll(opened.model.stream(REQUEST, NEVER_ABORTED))
  expect(opened.server.calls[0]!.headers.authorization).toBeUndefined()
})

test('reports the usage of the server', async () => {
  await using opened = await open()
  opened.server.script({ type: 'answer', deltas: ['Yes [1].'], usage: { prompt: 321, completion: 12 } })
  const parts = await readAll(opened.model.stream(REQUEST, NEVER_ABORTED))
  expect(parts.at(-1)).toEqual({ type: 'end', finish: 'stop', promptTokens: 321, completionTokens: 12 })
})

test('counts the usage itself when the server gives none', async () => {
  await using opened = await open()
  opened.server.script({ type: 'answer', deltas: ['The deductible ', 'is $500 [1].'], finish: 'length' })
  const parts = await readAll(opened.model.stream(REQUEST, NEVER_ABORTED))
  expect(parts.at(-1)).toEqual({ type: 'end', finish: 'length', promptTokens: expect.any(Number), completionTokens: 8 })
})

test('leaves the thinking of reasoning models out of the answer', async () => {
  await using opened = await open()
  opened.server.script({ type: 'answer', deltas: ['<th', 'ink>Hm. [2]', '</thi', 'nk>\n', 'It is $500 [1].'] })
  expect(textOf(await readAll(opened.model.stream(REQUEST, NEVER_ABORTED))).trim()).toBe('It is $500 [1].')
})

test('tries once more after a busy server that asks for a short pause', async () => {
  await using opened = await open()
  opened.server.script(
    { type: 'status', status: 429, headers: { 'retry-after': '0' } },
    { type: 'answer', deltas: ['Yes [1].'] },
  )
  expect(textOf(await readAll(opened.model.stream(REQUEST, NEVER_ABORTED)))).toBe('Yes [1].')
  expect(opened.server.calls).toHaveLength(2)
})

test('gives up at once when a busy server asks for a long pause, and passes the pause on', async () => {
  const error = await failure([
    { type: 'status', status: 429, headers: { 'retry-after': '30' } },
    { type: 'answer', deltas: ['no'] },
  ])
  expect(error).toMatchObject({ code: 'model-unavailable', retryAfterInSeconds: 30 })
})

test('gives up after the second failure', async () => {
  await using opened = await open()
  opened.server.script(
    { type: 'status', status: 500 },
    { type: 'status', status: 500 },
    { type: 'answer', deltas: ['no'] },
  )
  await expect(readAll(opened.model.stream(REQUEST, NEVER_ABORTED))).rejects.toMatchObject({
    code: 'model-unavailable',
  })
  expect(opened.server.calls).toHaveLength(2)
})

test.each<[string, ScriptedReply]>([
  ['breaks the connection in the middle', { type: 'cut', deltas: ['The deductible'] }],
  ['ends without saying that it is finished', { type: 'unfinished', deltas: ['The deductible'] }],
  ['sends no event stream', { type: 'rubbish', body: '<html>Bad gateway</html>' }],
  ['sends events that are not JSON', { type: 'rubbish', body: 'data: {"choices": [\n\n' }],
  ['sends events of another kind', { type: 'rubbish', body: 'data: {"hello": 1}\n\ndata: [DONE]\n\n' }],
  ['does not know the model', { type: 'status', status: 404 }],
])('is unavailable when the server %s', async (_, reply) => {
  expect(await failure([reply])).toMatchObject({ name: 'ProblemError', code: 'model-unavailable' })
})

test('is unavailable when nothing listens at its address', async () => {
  await using opened = await open()
  await opened.server[Symbol.asyncDispose]()
  await expect(readAll(opened.model.stream(REQUEST, NEVER_ABORTED))).rejects.toMatchObject({
    code: 'model-unavailable',
  })
})

test('is unavailable when the first token does not come in time', async () => {
  const error = await failure([{ type: 'answer', deltas: ['late'], after: new Promise(() => {}) }], {
    timeouts: { firstTokenInMs: 50 },
  })
  expect(error).toMatchObject({ code: 'model-unavailable', message: expect.stringContaining('did not begin') })
})

test('is unavailable when the model falls silent in the middle', async () => {
  const error = await failure([{ type: 'stall', deltas: ['The deductible'] }], { timeouts: { silenceInMs: 50 } })
  expect(error).toMatchObject({ code: 'model-unavailable', message: expect.stringContaining('fell silent') })
})

test('takes the time of a slow reader for no silence of the model', async () => {
  await using opened = await open({ timeouts: { silenceInMs: 40 } })
  opened.server.script({ type: 'answer', deltas: ['The deductible ', 'is $500 [1].'] })
  const parts: ChatPart[] = []
  for await (const part of opened.model.stream(REQUEST, NEVER_ABORTED)) {
    parts.push(part)
    // Longer than the model may be silent.
    if (parts.length === 1) await wait(80)
  }
  expect(textOf(parts)).toBe('The deductible is $500 [1].')
})

test('is unavailable when the whole answer takes too long', async () => {
  const error = await failure([{ type: 'stall', deltas: ['The deductible'] }], { timeouts: { totalInMs: 80 } })
  expect(error).toMatchObject({ code: 'model-unavailable', message: expect.stringContaining('did not finish') })
})

test('cuts off a server that does not keep to the limit', async () => {
  await using opened = await open()
  opened.server.script({ type: 'answer', deltas: Array.from({ length: 40 }, () => 'word '.repeat(100)) })
  const parts = await readAll(opened.model.stream(REQUEST, NEVER_ABORTED))
  expect(parts.at(-1)).toMatchObject({ finish: 'length' })
  expect(textOf(parts).length).toBeLessThan(6_000)
})

test('closes the connection when the caller goes away', async () => {
  await using opened = await open()
  opened.server.script({ type: 'stall', deltas: ['The deductible'] })
  const abort = new AbortController()
  const stream = opened.model.stream(REQUEST, abort.signal)[Symbol.asyncIterator]()
  expect(await stream.next()).toMatchObject({ value: { type: 'text-delta' } })
  abort.abort(new Error('gone'))
  await expect(stream.next()).rejects.toThrow('gone')
  await opened.server.calls[0]!.closed
})

test('closes the connection when the reader stops reading', async () => {
  await using opened = await open()
  opened.server.script({ type: 'stall', deltas: ['The deductible'] })
  for await (const _ of opened.model.stream(REQUEST, NEVER_ABORTED)) break
  await opened.server.calls[0]!.closed
})

test.each([400, 401, 429, 500])('never repeats the key that the server repeats with status %d', async (status) => {
  const body = { error: { message: `Incorrect API key provided: ${KEY}`, code: KEY, type: KEY } }
  const reply: ScriptedReply = { type: 'status', status, body, headers: { 'x-request-id': KEY } }
  const error = await failure([reply, reply])
  const seen = [
    error.message,
    error.stack,
    JSON.stringify(error),
    String(error.cause),
    JSON.stringify(error.extensions),
  ]
  expect(seen.join('\n')).not.toContain(KEY)
})
