/**
 * The other processes of bench/gateway.ts: `upstream` answers every request with the same completion; `bare` is Fastify
 * with @fastify/http-proxy as its README shows it, forwarding everything to the upstream.
 *
 *   node bench/gateway-peers.ts upstream <port> | bare <port> <upstream url>
 */

import { createServer } from 'node:http'
import httpProxy from '@fastify/http-proxy'
import Fastify from 'fastify'

const ANSWER_WORDS = 200

const completion = JSON.stringify({
  id: 'completion-1',
  object: 'chat.completion',
  created: 1_764_000_000,
  model: 'mock',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'answer '.repeat(ANSWER_WORDS) } },
  ],
  usage: { prompt_tokens: 40, completion_tokens: ANSWER_WORDS, total_tokens: 40 + ANSWER_WORDS },
})

function serveUpstream(port: number): void {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(completion) }
  createServer((request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(200, headers).end(completion))
  }).listen(port, '127.0.0.1')
}

async function serveBare(port: number, upstream: string): Promise<void> {
  const app = Fastify()
  await app.register(httpProxy, { upstream })
  await app.listen({ port, host: '127.0.0.1' })
}

const [, , what, port = '0', upstream = ''] = process.argv
if (what === 'upstream') serveUpstream(Number(port))
else if (what === 'bare') await serveBare(Number(port), upstream)
else throw new Error('say "upstream" or "bare"')
