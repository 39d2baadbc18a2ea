import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ScriptedRerankServer, startScriptedRerankServer } from '../../testing/scripted-rerank-server.ts'
import { createHttpReranker } from './http.ts'
import { describeRerankerContract } from './reranker.contract.ts'

const KEY = 'very-secret-key'
const signal = new AbortController().signal
let server: ScriptedRerankServer

beforeAll(async () => {
  server = await startScriptedRerankServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const open = () => createHttpReranker({ baseUrl: server.baseUrl, model: 'rerank-multilingual', apiKey: KEY })

describeRerankerContract('a rerank server', async () => open())

it('sends model, question, all passages and the key', async () => {
  await open().score('a question', ['one', 'two'], signal)
  expect(server.calls.at(-1)).toEqual({
    path: '/v1/rerank',
    authorization: `Bearer ${KEY}`,
    body: { model: 'rerank-multilingual', query: 'a question', documents: ['one', 'two'], top_n: 2 },
  })
})

it('takes a passage that the server leaves out for no better than its last', async () => {
  server.script({
    status: 200,
    body: '{"results":[{"index":1,"relevance_score":0.9},{"index":2,"relevance_score":0.2}]}',
  })
  expect(await open().score('q', ['one', 'two', 'three'], signal)).toEqual([0.2, 0.9, 0.2])
})

it.each([
  ['refuses the key', { status: 401, body: `{"message":"invalid api token ${KEY}"}` }, 'status 401'],
  ['sends no JSON', { status: 200, body: '<html>' }, 'unreadable'],
  ['sends something else', { status: 200, body: '{"hello":1}' }, 'unreadable'],
] as const)('is unavailable, without words of the server, when it %s', async (_, reply, words) => {
  server.script(reply)
  const error: unknown = await open()
    .score('q', ['one'], signal)
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'service-unavailable', message: expect.stringContaining(words) })
  expect(String(error) + JSON.stringify(error)).not.toContain(KEY)
})

it('stops waiting when the caller goes away', async () => {
  server.script('silence')
  const abort = new AbortController()
  const going = open().score('q', ['one'], abort.signal)
  abort.abort(new Error('gone'))
  await expect(going).rejects.toThrow('gone')
})
