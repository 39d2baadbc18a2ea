import { z } from 'zod'
import { problem } from '../../contracts/errors.ts'
import type { Reranker } from './reranker.ts'

export interface HttpRerankerOptions {
  /** Address before `/rerank`, for example `https://api.cohere.com/v2`. */
  readonly baseUrl: string
  readonly model: string
  readonly apiKey: string | undefined
}

const Reply = z.object({ results: z.array(z.object({ index: z.int().min(0), relevance_score: z.number() })) })

/**
 * A re-ranker behind `POST <address>/rerank`, as Cohere, Jina, Voyage-like gateways, vLLM and others offer it. It asks
 * once: whoever waits for an answer goes on without it sooner than a second try would end. Texts of the server are left
 * out of errors, because servers repeat the key or the question.
 */
export function createHttpReranker({ baseUrl, model, apiKey }: HttpRerankerOptions): Reranker {
  async function score(query: string, passages: readonly string[], signal: AbortSignal): Promise<readonly number[]> {
    signal.throwIfAborted()
    if (passages.length === 0) return []
    const documents = passages.map((passage) => passage.toWellFormed())
    const body = JSON.stringify({ model, query: query.toWellFormed(), documents, top_n: documents.length })
    const authorization: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...authorization }
    const reply = await post(`${baseUrl}/rerank`, { method: 'POST', body, headers, redirect: 'error', signal })
    const scores = new Map(reply.results.map(({ index, relevance_score }) => [index, relevance_score]))
    // A server may leave out what does not fit at all.
    const least = Math.min(...scores.values())
    return documents.map((_, index) => scores.get(index) ?? (Number.isFinite(least) ? least : 0))
  }

  return { name: model, score }
}

async function post(
  url: string,
  request: RequestInit & { readonly signal: AbortSignal },
): Promise<z.infer<typeof Reply>> {
  try {
    const response = await fetch(url, request)
    if (!response.ok) {
      await response.body?.cancel()
      throw unavailable(`answered with status ${response.status}; check its address, model and key.`)
    }
    return Reply.parse(await response.json())
  } catch (error) {
    request.signal.throwIfAborted()
    if (error instanceof Error && error.name === 'ProblemError') throw error
    throw unavailable('cannot be reached or sent something unreadable; check its address.')
  }
}

function unavailable(what: string) {
  return problem('service-unavailable', `The re-ranker ${what}`)
}
