import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { AnswerPart } from '../contracts/orchestration.ts'
import { askStream } from './ask-stream.ts'
import { createFootnoteClient } from './footnote-client.ts'

const ID = '1b3c1f8e-6a0e-8c39-9c4e-0d6f1a2b3c4d'
const EVENTS = ['one', 'two', 'three'].map(
  (text, at) => `id: ${at + 1}\ndata: {"type":"text-delta","text":"${text}"}\n\n`,
)
const END = 'id: 4\ndata: {"type":"answer-end"}\n\n'

const opened: Server[] = []
afterEach(() => opened.splice(0).forEach((server) => server.close()))

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server that answers one request after the other so; returns a client and what was asked of it. */
async function serve(...answers: readonly Answer[]) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    request.resume()
    const { method, url, headers } = request
    asked.push([method, url, headers['last-event-id']].filter((part) => part !== undefined).join(' '))
    const answer = answers[asked.length - 1]
    if (answer === undefined) response.writeHead(204).end()
    else answer(request, response)
  })
  opened.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { client: createFootnoteClient(url, fetch), asked }
}

function stream(...events: readonly string[]) {
  return (_request: IncomingMessage, response: ServerResponse): ServerResponse => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-footnote-answer-id': ID })
    for (const event of events) response.write(event)
    return response
  }
}
const whole: (...events: readonly string[]) => Answer =
  (...events) =>
  (request, response) =>
    void stream(...events)(request, response).end()
const cut: (...events: readonly string[]) => Answer =
  (...events) =>
  (request, response) => {
    const sent = stream(...events)(request, response)
    sent.write('id: 9\nda', () => sent.destroy())
  }

async function textOf(parts: AsyncIterable<AnswerPart>): Promise<string> {
  let text = ''
  for await (const part of parts) text += part.type === 'text-delta' ? `${part.text} ` : `(${part.type})`
  return text
}

describe('a streamed answer', () => {
  it('is read on where the connection broke, as often as that happens', async () => {
    const [one = '', two = '', three = ''] = EVENTS
    const { client, asked } = await serve(cut(one), cut(two), whole(three, END))
    expect(await textOf(askStream(client, { query: 'q' }, new AbortController().signal))).toBe(
      'one two three (answer-end)',
    )
    const path = `/api/answers/${ID}/stream`
    expect(asked).toEqual(['POST /api/ask', `GET ${path} 1`, `GET ${path} 2`])
  })

  it('ends where it broke when the server no longer has the rest', async () => {
    const gone: Answer = (_request, response) => void response.writeHead(404).end('{"code":"not-found"}')
    const { client } = await serve(cut(...EVENTS), gone)
    expect(await textOf(askStream(client, { query: 'q' }, new AbortController().signal))).toBe('one two three ')
  })

  it('is stopped at the server when its reader has enough', async () => {
    const { client, asked } = await serve((request, response) => void stream(...EVENTS)(request, response))
    for await (const part of askStream(client, { query: 'q' }, new AbortController().signal)) {
      expect(part).toEqual({ type: 'text-delta', text: 'one' })
      break
    }
    expect(asked).toEqual(['POST /api/ask', `DELETE /api/answers/${ID}/stream`])
  })

  it('that is refused throws the problem', async () => {
    const refused: Answer = (_request, response) => void response.writeHead(429).end('{"code":"quota-exceeded"}')
    const { client, asked } = await serve(refused)
    await expect(textOf(askStream(client, { query: 'q' }, new AbortController().signal))).rejects.toMatchObject({
      problem: { status: 429, code: 'quota-exceeded' },
    })
    expect(asked).toEqual(['POST /api/ask'])
  })
})
