import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'
import { createSelfSignedCertificate, type SelfSignedCertificate } from '../service-bus-peer/self-signed-certificate.ts'
import { answerSearch } from './answer-search.ts'
import { PeerIndex, parseDefinition } from './peer-index.ts'
import { badRequest, Refusal } from './refusal.ts'

export interface SearchPeerOptions {
  /** How long a write takes to show in searches; 0 shows it at once. */
  readonly showsAfterInMs?: number
  /** Shared by peers of one test: of two authorities with one name, clients try only one. */
  readonly tls?: SelfSignedCertificate
}

export interface Trouble {
  readonly status: number
  readonly retryAfter?: string
}

export interface SearchPeer extends AsyncDisposable {
  readonly endpoint: string
  readonly apiKey: string
  readonly accessToken: string
  /** To be trusted by clients. */
  readonly certificate: string
  /** Answer the next requests with these first. */
  readonly troubles: Trouble[]
  /** Let the next tries of documents fail with these, by key. */
  readonly documentTroubles: Map<string, number[]>
  readonly requests: { readonly method: string; readonly path: string; readonly bytes: number }[]
  readonly indexNames: () => readonly string[]
  readonly aliases: ReadonlyMap<string, string>
}

const Alias = z.looseObject({ name: z.string(), indexes: z.array(z.string()).length(1) })
const MOST_BYTES = 16 * 1_048_576
const LATEST_VERSION = '2026-04-01'

/** A reply: its status, and what stands in it if anything does. */
type Reply = readonly [status: number, body?: object]

/**
 * Start a peer on 127.0.0.1 that speaks as much of Azure AI Search over https as Footnote uses, so that the real SDK can be
 * tested without a cloud: indexes, aliases, batches with a status for each document, searches by BM25 as Lucene scores, by
 * exact cosine, by both, with filters. It answers from what was written. What it does not know it refuses.
 */
export async function startSearchPeer(options: SearchPeerOptions = {}): Promise<SearchPeer> {
  const { showsAfterInMs = 0, tls = createSelfSignedCertificate() } = options
  const [indexes, aliases] = [new Map<string, PeerIndex>(), new Map<string, string>()]
  const [troubles, documentTroubles]: [Trouble[], SearchPeer['documentTroubles']] = [[], new Map()]
  const requests: { method: string; path: string; bytes: number }[] = []
  const [apiKey, accessToken] = ['key-of-the-search-peer', 'token-of-the-search-peer']

  const indexNamed = (name: string): PeerIndex => {
    const index = indexes.get(aliases.get(name) ?? name)
    if (index === undefined) throw new Refusal(404, `The index '${name}' was not found`)
    return index
  }
  const onIndexes = (method: string, name: string, body: unknown): Reply => {
    if (method === 'POST') {
      const definition = parseDefinition(body)
      if (indexes.has(definition.name)) throw new Refusal(409, `Index '${definition.name}' already exists`)
      indexes.set(definition.name, new PeerIndex(definition, showsAfterInMs))
      return [201, definition]
    }
    if (method === 'GET') return [200, indexNamed(name).definition]
    if (method !== 'DELETE') throw new Refusal(405, method)
    if ([...aliases.values()].includes(name)) throw badRequest('An alias is mapped to this index')
    return [indexes.delete(name) ? 204 : 404]
  }
  const onAliases = (method: string, name: string, body: unknown): Reply => {
    if (method === 'DELETE') return [aliases.delete(name) ? 204 : 404]
    if (method === 'GET') {
      const index = aliases.get(name)
      if (index === undefined) throw new Refusal(404, `The alias '${name}' was not found`)
      return [200, { name, indexes: [index] }]
    }
    const alias = Alias.parse(body)
    const [target = ''] = alias.indexes
    if (method === 'POST' && aliases.has(alias.name)) throw new Refusal(409, 'The alias already exists')
    if (!indexes.has(target)) throw badRequest(`There is no index '${target}'`)
    const isNew = !aliases.has(alias.name)
    aliases.set(alias.name, target)
    return [isNew ? 201 : 200, alias]
  }
  const onDocuments = (name: string, operation: string, body: unknown): Reply => {
    const index = indexNamed(name)
    if (operation === 'search.post.search') return [200, answerSearch(index, body)]
    if (operation !== 'search.index') throw new Refusal(404, operation)
    const results = index.apply(body, (document) => documentTroubles.get(document)?.shift())
    return [results.every(({ status }) => status) ? 200 : 207, { value: results }]
  }
  const route = (method: string, path: string, body: unknown): Reply => {
    const [, kind, name = '', operation] =
      /^\/(indexes|aliases)(?:\('([^']*)'\))?(?:\/docs\/([\w.]+))?$/.exec(path) ?? []
    if (kind === 'aliases') return onAliases(method, name, body)
    if (kind !== 'indexes') throw new Refusal(404, path)
    return operation === undefined ? onIndexes(method, name, body) : onDocuments(name, operation, body)
  }
  const isLetIn = ({ 'api-key': given, authorization }: IncomingMessage['headers']) =>
    given === apiKey || authorization === `Bearer ${accessToken}`

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'https://peer')
    const [method, path] = [request.method ?? 'GET', decodeURIComponent(url.pathname)]
    const body = await buffer(request)
    requests.push({ method, path, bytes: body.length })
    const trouble = troubles.shift()
    try {
      if (trouble !== undefined) {
        if (trouble.retryAfter !== undefined) response.setHeader('retry-after', trouble.retryAfter)
        throw new Refusal(trouble.status, 'As asked for')
      }
      if (!isLetIn(request.headers)) throw new Refusal(403, 'Access denied')
      if (url.searchParams.get('api-version') !== LATEST_VERSION) throw badRequest('Another version of the API')
      if (body.length > MOST_BYTES) throw new Refusal(413, 'Too large')
      reply(response, route(method, path, body.length === 0 ? null : JSON.parse(body.toString())))
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 400
      reply(response, [status, { error: { code: '', message: error instanceof Error ? error.message : '' } }])
    }
  }

  const server = createServer(
    { key: tls.key, cert: tls.certificate },
    (request, response) => void answer(request, response),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `https://localhost:${(server.address() as AddressInfo).port}`,
    apiKey,
    accessToken,
    certificate: tls.certificate,
    troubles,
    documentTroubles,
    requests,
    aliases,
    indexNames: () => [...indexes.keys()],
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function reply(response: ServerResponse, [status, body]: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
