import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

interface RerankRequest {
  readonly model: string
  readonly query: string
  readonly documents: readonly string[]
  readonly top_n: number
}

export interface ScriptedRerankServer extends AsyncDisposable {
  readonly baseUrl: string
  readonly calls: readonly { readonly path: string; readonly authorization?: string; readonly body: RerankRequest }[]
  /** The next request gets this instead of scores; without a body it gets no answer at all. */
  readonly script: (reply: { readonly status: number; readonly body: string } | 'silence') => void
}

/** A server on 127.0.0.1 that scores documents by the share of the question's words that they hold, best first. */
export async function startScriptedRerankServer(): Promise<ScriptedRerankServer> {
  const calls: ScriptedRerankServer['calls'][number][] = []
  const replies: Parameters<ScriptedRerankServer['script']>[0][] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await json(request)) as RerankRequest
    const { authorization } = request.headers
    calls.push({ path: request.url ?? '', body, ...(authorization === undefined ? {} : { authorization }) })
    const scripted = replies.shift()
    if (scripted === 'silence') return
    const { status, body: text } = scripted ?? { status: 200, body: JSON.stringify({ results: resultsOf(body) }) }
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    calls,
    script: (reply) => void replies.push(reply),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function resultsOf({ query, documents, top_n }: RerankRequest) {
  const asked = query.split(' ')
  return documents
    .map((document, index) => {
      const held = new Set(document.split(' '))
      return { index, relevance_score: asked.filter((word) => held.has(word)).length / asked.length }
    })
    .toSorted((a, b) => b.relevance_score - a.relevance_score)
    .slice(0, top_n)
}
