import { systemClock } from '../src/contracts/call-context.ts'
import { createKeptStreams } from '../src/orchestration/kept-streams.ts'
import { orchestrationRoutes } from '../src/orchestration/routes.ts'
import type { ChatRequest } from '../src/platform/chat-model/chat-model.ts'
import { createOpenAiCompatibleModel } from '../src/platform/chat-model/openai-compatible.ts'
import { CALL_CONTEXT_HEADER } from '../src/platform/http/call-context-token.ts'
import { askWithModels, MODEL_QUESTION, MODEL_SENTENCE, orchestrationWith } from '../src/testing/ask-with-models.ts'
import { principalFor } from '../src/testing/call-contexts.ts'
import { FAULT_TIMEOUTS, MODEL_FAULTS, type ModelFault } from '../src/testing/model-faults.ts'
import { openTestServer } from '../src/testing/open-test-server.ts'
import { type ScriptedOpenAiServer, startScriptedOpenAiServer } from '../src/testing/scripted-openai-server.ts'
import { quantile } from './quantile.ts'

/**
 * A scripted model server in this process does everything wrong that model servers do. Prints how soon the first piece of
 * text is passed on, how soon the model is told when the person who asked goes away (over HTTP, from closing the connection
 * until the model server sees its own closed), and for each fault what the person gets and when.
 * Run: node bench/model-faults.ts
 */
const ROUNDS = 100
const NEVER_ABORTED = new AbortController().signal
const REQUEST: ChatRequest = {
  messages: [{ role: 'user', content: MODEL_QUESTION }],
  question: MODEL_QUESTION,
  passages: [],
  termWeights: {},
  language: 'en',
  maximumAnswerTokens: 100,
}

function modelAt(server: ScriptedOpenAiServer, fault?: ModelFault) {
  const baseUrl = fault?.addressOf?.(new URL(server.baseUrl).port) ?? server.baseUrl
  const timeouts = fault === undefined ? {} : FAULT_TIMEOUTS
  return createOpenAiCompatibleModel({ baseUrl, model: 'scripted', apiKey: 'k', contextWindowTokens: 8_192, timeouts })
}

/** How long the first piece of text takes to whoever reads it, through the chat model and, to compare, through bare `fetch`. */
async function firstTokens(server: ScriptedOpenAiServer) {
  const model = modelAt(server)
  const through = async () => {
    for await (const _ of model.stream(REQUEST, NEVER_ABORTED)) break
  }
  const bare = async () => {
    const body = JSON.stringify({ stream: true })
    const { body: reply } = await fetch(`${server.baseUrl}/chat/completions`, { method: 'POST', body })
    const reader = reply?.getReader()
    await reader?.read()
    await reader?.cancel()
  }
  const times: { readonly through: number[]; readonly bare: number[] } = { through: [], bare: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare.push(await firstToken(server, bare))
    times.through.push(await firstToken(server, through))
  }
  return times
}

async function firstToken(server: ScriptedOpenAiServer, read: () => Promise<void>): Promise<number> {
  const { promise: after, resolve: send } = Promise.withResolvers<void>()
  server.script({ type: 'answer', deltas: ['The '], after })
  const called = server.called(server.calls.length + 1)
  const reading = read()
  await called
  const sentAt = performance.now()
  send()
  await reading
  return performance.now() - sentAt
}

/** Half of the callers leave before the first word, half in the middle of the answer. */
async function goingAway(server: ScriptedOpenAiServer): Promise<readonly number[]> {
  await using peer = await openTestServer({ roles: ['orchestration'] })
  await peer.app.register(
    orchestrationRoutes(
      orchestrationWith([modelAt(server)]).orchestration,
      createKeptStreams(async () => null),
    ),
  )
  const url = await peer.listen()
  const hop = { audience: 'orchestration', method: 'POST', path: '/api/ask' }
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const inTheMiddle = round % 2 === 1
    server.script({ type: 'stall', deltas: inTheMiddle ? [MODEL_SENTENCE, 'And '] : [] })
    const call = server.calls.length
    const abort = new AbortController()
    const token = await peer.tokens.sign({ principal: principalFor(), clock: systemClock }, hop)
    const asking = fetch(`${url}/api/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', [CALL_CONTEXT_HEADER]: token },
      body: JSON.stringify({ query: MODEL_QUESTION }),
      signal: abort.signal,
    })
    const reading = readUntil(asking, inTheMiddle ? 'text-delta' : 'retrieval-end')
    await Promise.all([reading, server.called(call + 1)])
    const leftAt = performance.now()
    abort.abort()
    await server.calls[call]?.closed
    times.push(performance.now() - leftAt)
  }
  return times
}

async function readUntil(asking: Promise<Response>, part: string): Promise<void> {
  const { body } = await asking
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes(part)) {
    const next = await reader?.read()
    if (next === undefined || next.done) throw new Error(`the stream ended before "${part}": ${text}`)
    text += next.value
  }
}

async function suffer(fault: ModelFault): Promise<{ readonly line: string; readonly ok: boolean }> {
  await using server = await startScriptedOpenAiServer()
  server.script(...fault.replies)
  const startedAt = performance.now()
  const { envelope, problem } = await askWithModels([modelAt(server, fault)])
  const took = `${Math.round(performance.now() - startedAt)} ms`.padStart(8)
  const { mode, fallback_reason: why = null } = envelope?.made_by ?? {}
  const got = problem === null ? (mode === 'model' ? 'answer' : 'quotations') : 'problem'
  const line = `  ${fault.name.padEnd(42)} ${got.padEnd(11)} ${took}  ${problem?.detail ?? why ?? ''}`
  return { line, ok: got === { answer: 'answer', quotations: 'quotations', problem: 'problem' }[fault.gets.type] }
}

function summary(times: readonly number[], boundInMs: number): string {
  const [p50, p95, most] = [0.5, 0.95, 1].map((q) => quantile(times, q).toFixed(1))
  const within = times.filter((time) => time <= boundInMs).length
  return `p50 ${p50} ms, p95 ${p95} ms, most ${most} ms; within ${boundInMs} ms: ${within} of ${times.length}`
}

await using server = await startScriptedOpenAiServer()
const { through, bare } = await firstTokens(server)
console.log(`first piece of text passed on:   ${summary(through, 10)}`)
console.log(`  the same with bare fetch:      ${summary(bare, 10)}`)
console.log(`caller gone until model stopped: ${summary(await goingAway(server), 100)}`)
console.log(`the model … and who asked gets (deadlines ${JSON.stringify(FAULT_TIMEOUTS)})`)
let right = 0
for (const fault of MODEL_FAULTS) {
  const { line, ok } = await suffer(fault)
  console.log(line)
  right += ok ? 1 : 0
}
console.log(`as they should: ${right} of ${MODEL_FAULTS.length}`)
