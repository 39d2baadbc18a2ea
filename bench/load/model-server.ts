/**
 * The language model of bench/load: any question gets words of the first passage of its prompt, in sentences with
 * footnotes, at the pace of a hosted model. It takes hardly any processor time itself.
 *
 *   node bench/load/model-server.ts [port=0] [first=300] [rate=40] [tokens=60]
 *
 * `first` milliseconds until the first token, then `rate` tokens a second; a word counts as a token. Prints one line of JSON
 * with its port. It takes traces and metrics as well, and throws them away. `GET /calls` lists when each call came, began to be answered and ended, in milliseconds since 1970.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { numberOf } from '../command-words.ts'

/** One call, with what was asked. */
export interface ModelCall {
  readonly question: string
  readonly from: number
  readonly firstTokenAt: number
  readonly to: number
}

const FIRST_TOKEN_IN_MS = numberOf(process.argv, 'first', 300)
const TOKENS_PER_SECOND = numberOf(process.argv, 'rate', 40)
const TOKENS = numberOf(process.argv, 'tokens', 60)
const WORDS_PER_SENTENCE = 12
const FRAME = { id: 'chatcmpl-load', object: 'chat.completion.chunk', created: 0, model: 'load' }
const calls: ModelCall[] = []

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const from = now()
  const { messages } = JSON.parse(await text(request)) as { messages: readonly { readonly content: string }[] }
  const prompt = messages.at(-1)?.content ?? ''
  const words = wordsFrom(prompt)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  let firstTokenAt = 0
  for (const [n, word] of words.entries()) {
    // Against the clock, not from one to the next: timers that come late must not slow the whole answer down.
    await wait(Math.max(0, from + FIRST_TOKEN_IN_MS + (n * 1_000) / TOKENS_PER_SECOND - now()))
    if (response.destroyed) return
    if (n === 0) firstTokenAt = now()
    response.write(frameOf({ index: 0, delta: { content: word }, finish_reason: null }))
  }
  response.write(frameOf({ index: 0, delta: {}, finish_reason: 'stop' }))
  const usage = { prompt_tokens: 1_500, completion_tokens: words.length, total_tokens: 1_500 + words.length }
  response.end(`data: ${JSON.stringify({ ...FRAME, choices: [], usage })}\n\ndata: [DONE]\n\n`)
  calls.push({
    question: prompt.slice(prompt.lastIndexOf('Question: ') + 'Question: '.length),
    from,
    firstTokenAt,
    to: now(),
  })
}

/** Words of the first passage, again and again until there are enough; every few of them end a sentence. */
function wordsFrom(prompt: string): readonly string[] {
  const [, passage = ''] = /BEGIN \S+ 1\n[^\n]*\n([\s\S]*?)\nEND /.exec(prompt) ?? []
  const words = passage
    .replaceAll(/[.!?[\]]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  const filled = words.length === 0 ? ['nothing'] : words
  return Array.from({ length: TOKENS }, (_, n) => {
    const word = filled[n % filled.length] ?? ''
    const isLast = (n + 1) % WORDS_PER_SENTENCE === 0 || n === TOKENS - 1
    const isFirst = n % WORDS_PER_SENTENCE === 0
    return `${isFirst ? word.charAt(0).toUpperCase() + word.slice(1) : word}${isLast ? ' [1].' : ''} `
  })
}

function frameOf(choice: object): string {
  return `data: ${JSON.stringify({ ...FRAME, choices: [choice] })}\n\n`
}

function now(): number {
  return performance.timeOrigin + performance.now()
}

const server = createServer((request, response) => {
  if (request.method === 'GET') response.end(JSON.stringify(request.url === '/calls' ? calls : { data: [] }))
  else if (request.url === '/v1/chat/completions') answer(request, response).catch(() => response.destroy())
  else request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
})
server.keepAliveTimeout = 60_000
server.listen(numberOf(process.argv, 'port', 0), '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }))
})
