import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** What the server does with one request. */
export type ScriptedReply =
  | {
      readonly type: 'answer'
      /** Sent as one chunk each. */
      readonly deltas: readonly string[]
      readonly finish?: 'stop' | 'length' | 'content_filter'
      /** Tokens to report; left out, the server reports none, as some servers do. */
      readonly usage?: { readonly prompt: number; readonly completion: number }
      /** Tools that the model wants to be called. */
      readonly toolCalls?: readonly { readonly name: string; readonly arguments: string }[]
      /** The first token waits for this. */
      readonly after?: Promise<void>
    }
  | {
      readonly type: 'status'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: unknown
    }
  /** Sends the deltas, then breaks the connection. */
  | { readonly type: 'cut'; readonly deltas: readonly string[] }
  /** Sends the deltas and ends politely, but never says that the answer is finished. */
  | { readonly type: 'unfinished'; readonly deltas: readonly string[] }
  /** Sends the deltas and then nothing at all until the client goes away. */
  | { readonly type: 'stall'; readonly deltas: readonly string[] }
  /** Sends this body instead of an event stream. */
  | { readonly type: 'rubbish'; readonly body: string | Uint8Array; readonly contentType?: string }
  /** Sends this event, or whatever it is, again and again until the client goes away. */
  | { readonly type: 'endless'; readonly event: string }

export interface RecordedCall {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Readonly<Record<string, unknown>>
  /** Settles when the client has closed the connection or the reply has ended. */
  readonly closed: Promise<void>
}

export interface ScriptedOpenAiServer extends AsyncDisposable {
  /** For `baseUrl` of an OpenAI-compatible client. */
  readonly baseUrl: string
  /** Add replies; each request takes the next one. A request without one gets status 500. */
  readonly script: (...replies: readonly ScriptedReply[]) => void
  readonly calls: readonly RecordedCall[]
  /** Settles when this many requests have arrived. */
  readonly called: (times: number) => Promise<void>
}

export interface ScriptedOpenAiServerOptions {
  /** Makes the vectors of requests for embeddings that find no scripted reply. */
  readonly embed?: (texts: readonly string[]) => Promise<readonly Float32Array[]>
  /** Replies to chats that find no scripted reply. */
  readonly answer?: (body: RecordedCall['body']) => ScriptedReply
  /** What it lists at `/v1/models`; left out, it knows no such list. */
  readonly models?: readonly object[]
  /** True for a server that sends plain numbers also to those who ask for base64. */
  readonly ignoresEncoding?: boolean
}

/**
 * Start a small server on 127.0.0.1 that speaks chat completions as scripted, in JSON or as an event stream, and
 * embeddings in the encoding that is asked for.
 */
export async function startScriptedOpenAiServer(
  options: ScriptedOpenAiServerOptions = {},
): Promise<ScriptedOpenAiServer> {
  const replies: ScriptedReply[] = []
  const calls: RecordedCall[] = []
  const waiting: { times: number; resolve: () => void }[] = []
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy())
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const closed = new Promise<void>((resolve) => response.once('close', resolve))
    if (request.method === 'GET') return sendModels(request, response, options)
    const body = JSON.parse(await text(request)) as Record<string, unknown>
    calls.push({ path: request.url ?? '', headers: request.headers, body, closed })
    for (const waiter of waiting) if (calls.length >= waiter.times) waiter.resolve()
    const scripted = replies.shift()
    if (scripted === undefined && options.embed !== undefined && Array.isArray(body['input']))
      return sendVectors(response, body, await options.embed(body['input'].map(String)), options)
    const reply = scripted ?? options.answer?.(body) ?? { type: 'status', status: 500 }
    await sendReply(reply, response, body['stream'] === true)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    script: (...added) => void replies.push(...added),
    calls,
    called: (times) =>
      new Promise((resolve) => (calls.length >= times ? resolve() : void waiting.push({ times, resolve }))),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function sendReply(reply: ScriptedReply, response: ServerResponse, streams: boolean): Promise<void> {
  switch (reply.type) {
    case 'status':
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
      response.end(JSON.stringify(reply.body ?? { error: { message: `scripted ${reply.status}` } }))
      return
    case 'rubbish':
      response.writeHead(200, { 'content-type': reply.contentType ?? 'text/event-stream' })
      response.end(reply.body)
      return
    case 'endless':
      openStream(response)
      while (!response.destroyed)
        if (response.write(reply.event)) await nextTurn()
        else await Promise.race([once(response, 'drain'), once(response, 'close')])
      return
    case 'answer':
      if (reply.after) await reply.after
      if (streams) streamAnswer(reply, response)
      else sendAnswer(reply, response)
      return
    case 'cut':
    case 'unfinished':
    case 'stall':
      openStream(response)
      for (const delta of reply.deltas) response.write(chunk({ content: delta }, null))
      if (reply.type === 'unfinished') response.end()
      // The wait lets the deltas leave the machine before the connection breaks.
      if (reply.type === 'cut') {
        await nextTurn()
        await nextTurn()
        response.destroy()
      }
  }
}

function sendModels({ url }: IncomingMessage, response: ServerResponse, { models }: ScriptedOpenAiServerOptions): void {
  const known = models !== undefined && url === '/v1/models'
  response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(known ? { object: 'list', data: models } : { error: 'not found' }))
}

function sendVectors(
  response: ServerResponse,
  body: RecordedCall['body'],
  vectors: readonly Float32Array[],
  { ignoresEncoding = false }: ScriptedOpenAiServerOptions,
): void {
  const encoded = (vector: Float32Array) =>
    body['encoding_format'] === 'base64' && !ignoresEncoding
      ? Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
      : [...vector]
  const data = vectors.map((vector, index) => ({ object: 'embedding', index, embedding: encoded(vector) }))
  response.writeHead(200, { 'content-type': 'application/json' })
  // Backwards: the protocol numbers the vectors and promises no order.
  response.end(JSON.stringify({ object: 'list', model: body['model'], data: data.reverse(), usage: {} }))
}

type Answer = Extract<ScriptedReply, { type: 'answer' }>

function streamAnswer(reply: Answer, response: ServerResponse): void {
  openStream(response)
  response.write(chunk({ role: 'assistant', content: '' }, null))
  for (const delta of reply.deltas) response.write(chunk({ content: delta }, null))
  const toolCalls = toolCallsOf(reply)
  if (toolCalls) response.write(chunk({ tool_calls: toolCalls }, null))
  response.write(chunk({}, reply.finish ?? 'stop'))
  if (reply.usage) response.write(`data: ${JSON.stringify({ ...frame, choices: [], usage: usageOf(reply) })}\n\n`)
  response.end('data: [DONE]\n\n')
}

function sendAnswer(reply: Answer, response: ServerResponse): void {
  const message = { role: 'assistant', content: reply.deltas.join(''), tool_calls: toolCallsOf(reply) }
  const choices = [{ index: 0, message, finish_reason: reply.finish ?? 'stop' }]
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ ...frame, object: 'chat.completion', choices, usage: usageOf(reply) }))
}

const frame = { id: 'chatcmpl-scripted', object: 'chat.completion.chunk', created: 0, model: 'scripted' } as const

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
}

function chunk(delta: object, finish: string | null): string {
  return `data: ${JSON.stringify({ ...frame, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
}

function toolCallsOf({ toolCalls }: Answer): readonly object[] | undefined {
  return toolCalls?.map((call, index) => ({ index, id: `call-${index}`, type: 'function', function: call }))
}

function usageOf(reply: Answer): object | undefined {
  if (!reply.usage) return undefined
  const { prompt, completion } = reply.usage
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
}
