import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { KnownAnalyzerNames } from '@azure/search-documents'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startSearchPeer } from '../../testing/search-peer/start-search-peer.ts'
import { createSelfSignedCertificate } from '../../testing/service-bus-peer/self-signed-certificate.ts'
import { type AzureAiSearchOptions, openAzureAiSearch } from './azure-ai-search.ts'
import { ANALYZERS } from './azure-search-analyzers.ts'
import { aliasNameOf, indexNameOf, keyOf, passageIdOf } from './azure-search-names.ts'
import { describeSearchIndexContract } from './search-index.contract.ts'
import type { IndexEntry, IndexPartition } from './search-index.ts'

const trusted = getCACertificates('default')
const tls = createSelfSignedCertificate()
const peer = await startSearchPeer({ tls })
const latePeer = await startSearchPeer({ tls, showsAfterInMs: 60 })
setDefaultCACertificates([...trusted, tls.certificate])
afterAll(async () => {
  setDefaultCACertificates(trusted)
  await peer[Symbol.asyncDispose]()
  await latePeer[Symbol.asyncDispose]()
})

const settings = { prefix: 'test', language: null, semanticRanker: false }
const open = ({ endpoint, apiKey } = peer, more: Partial<AzureAiSearchOptions> = {}) =>
  openAzureAiSearch({ ...settings, endpoint, apiKey, ...more })

describeSearchIndexContract('Azure AI Search', () => open())
describeSearchIndexContract('Azure AI Search that shows writes late', () => open(latePeer))
describeSearchIndexContract('Azure AI Search with its semantic ranker', () => open(peer, { semanticRanker: true }))

const scope = { access: ['everyone'] }
const signal = new AbortController().signal
let made = 0
const newPartition = (): IndexPartition => ({ tenantId: `of the adapter ${made++}`, generation: 'one' })

describe('Azure AI Search', () => {
  beforeEach(() => {
    peer.troubles.length = 0
    peer.documentTroubles.clear()
    peer.requests.length = 0
  })
  const batches = () => peer.requests.filter(({ path }) => path.endsWith('/docs/search.index'))

  it('sends the documents of a batch again that were not taken', async () => {
    const partition = newPartition()
    await using index = await open()
    peer.documentTroubles.set('passage=203', [503, 409])
    await index.upsert(partition, entries(5))
    expect(await index.count(partition)).toBe(5)
    expect(batches()).toHaveLength(3)
  })

  it('fails when a document is refused for good, or again and again', async () => {
    const partition = newPartition()
    await using index = await open()
    peer.documentTroubles.set('passage=203', [400])
    await expect(index.upsert(partition, entries(5))).rejects.toThrow('400 for passage=203')
    peer.documentTroubles.set('passage=203', [503, 503, 503, 503, 503])
    await expect(index.upsert(partition, entries(5))).rejects.toMatchObject({ code: 'service-unavailable' })
    await index.settle?.(partition)
  })

  it('waits as long as a busy service says, and tries again', async () => {
    const partition = newPartition()
    await using index = await open()
    await index.upsert(partition, entries(1))
    peer.troubles.push({ status: 429, retryAfter: '0' }, { status: 503, retryAfter: '0' })
    expect(await index.searchLexical(partition, ['plan'], scope, 10, signal)).toHaveLength(1)
  })

  it('says what to do when the service refuses the key or is not there', async () => {
    const refused = open(peer, { apiKey: 'wrong' })
    const message = /FOOTNOTE_SEARCH/
    await expect((await refused).count(newPartition())).rejects.toMatchObject({ code: 'service-unavailable', message })
    peer.troubles.push(...Array.from({ length: 4 }, () => ({ status: 503, retryAfter: '0' })))
    await expect((await open()).count(newPartition())).rejects.toMatchObject({ code: 'service-unavailable' })
  })

  it('sends no more documents and bytes at once than the service takes', async () => {
    const partition = newPartition()
    await using index = await open()
    await index.upsert(partition, entries(2_500))
    expect(batches()).toHaveLength(3)
    await index.upsert(newPartition(), entries(400, new Float32Array(3_072).fill(-0.012345679)))
    expect(batches().length).toBeGreaterThan(4)
    expect(Math.max(...batches().map(({ bytes }) => bytes))).toBeLessThan(16 * 1_048_576)
  })

  it('halves a batch that turned out too large', async () => {
    const partition = newPartition()
    await using index = await open()
    await index.upsert(partition, entries(1))
    peer.troubles.push({ status: 413 })
    await index.upsert(partition, entries(7))
    expect(await index.count(partition)).toBe(7)
  })

  it('lets a stable name lead to the partition that was announced last, and to the first before that', async () => {
    const first = newPartition()
    const second = { ...first, generation: 'two' }
    await using index = await open()
    const target = () => peer.aliases.get(aliasNameOf('test', first.tenantId))
    await index.upsert(first, entries(1))
    await index.upsert(second, entries(1))
    expect(target()).toBe(indexNameOf('test', first))
    await index.announce?.(second)
    expect(target()).toBe(indexNameOf('test', second))
    await index.removePartition(first)
    expect(target()).toBe(indexNameOf('test', second))
    await index.removePartition(second)
    expect(target()).toBeUndefined()
  })

  it('asks for the frequency of a term once in a while', async () => {
    const partition = newPartition()
    await using index = await open()
    await index.upsert(partition, entries(3))
    const first = await index.termStatistics(partition, ['plan', 'word1', 'plan'])
    expect(first).toEqual({ passages: 3, frequencies: new Map(Object.entries({ plan: 3, word1: 1 })) })
    peer.requests.length = 0
    expect(await index.termStatistics(partition, ['plan', 'word1'])).toEqual(first)
    expect(peer.requests).toEqual([])
  })

  it('re-ranks by reading when it is told to', async () => {
    const partition = newPartition()
    await using index = await open(peer, { semanticRanker: true })
    const [one, other] = entries(2)
    if (one === undefined || other === undefined) throw new Error('no entries')
    await index.upsert(partition, [
      { ...one, text: { title: 'Leave', content: 'Nobody works on Sundays.', page: 3 } },
      { ...other, text: { title: 'Leave', content: 'You have 30 days of leave.', page: null } },
    ])
    const question = { text: 'days of leave', terms: ['plan'], vector: Float32Array.of(1, 0) }
    const { semantic } = (await index.searchBoth?.(partition, question, scope, 10, signal)) ?? {}
    expect(semantic?.get('passage 1')).toBe(4)
    expect(semantic?.get('passage 0')).toBeLessThan(4)
  })

  it('reads what another installation with the same prefix wrote, and nothing of one with another', async () => {
    const partition = newPartition()
    await using index = await open()
    await index.upsert(partition, entries(1))
    await using same = await open()
    await using other = await open(peer, { prefix: 'other' })
    expect([await same.count(partition), await other.count(partition)]).toEqual([1, 0])
  })

  it('starts anew when somebody else removed an index', async () => {
    const partition = newPartition()
    await using index = await open()
    await using other = await open()
    await index.upsert(partition, entries(1))
    await other.removePartition(partition)
    expect(await index.searchLexical(partition, ['plan'], scope, 10, signal)).toEqual([])
    await index.upsert(partition, entries(2))
    expect(await index.count(partition)).toBe(2)
  })

  it('removes, and hides, what it wrote a moment ago and no search finds yet', async () => {
    const partition = newPartition()
    await using index = await open(latePeer)
    const found = async () => (await index.searchLexical(partition, ['plan'], scope, 10, signal)).length
    await index.upsert(partition, entries(3))
    expect(await found()).toBe(0)
    await index.removeVersions(partition, ['version'])
    await index.settle?.(partition)
    expect([await found(), await index.count(partition)]).toEqual([0, 0])
    await index.upsert(partition, entries(3))
    await index.setFilters(partition, ['document'], { access: ['user:1'], collection: null })
    await index.settle?.(partition)
    expect([await found(), await index.count(partition)]).toEqual([0, 3])
  })

  it('works with the token of its identity, without any key', async () => {
    const identity = await serveIdentity(peer.accessToken)
    try {
      await using index = await openAzureAiSearch({ ...settings, endpoint: peer.endpoint })
      const partition = newPartition()
      await index.upsert(partition, entries(2))
      expect(await index.count(partition)).toBe(2)
    } finally {
      vi.unstubAllEnvs()
      identity.close()
    }
  })
})

describe('names in Azure AI Search', () => {
  it('are valid and different whatever tenants, generations and passages are called', () => {
    const names = ['', 'a', 'A', '../b', 'x--y', '日本', 'a'.repeat(500)]
    const made = names.flatMap((tenantId) =>
      names.map((generation) => indexNameOf('foot-note', { tenantId, generation })),
    )
    expect(new Set(made).size).toBe(names.length ** 2)
    for (const name of made) expect(name).toMatch(/^(?!.*--)[a-z0-9][a-z0-9-]{1,127}$/)
    for (const id of ['_a', "o'neil 日本/%=", randomUUID()]) {
      expect(keyOf(id)).toMatch(/^[A-Za-z0-9=-][\w=-]*$/)
      expect(passageIdOf(keyOf(id))).toBe(id)
    }
    expect(keyOf('0a-b')).toBe('0a-b')
  })

  it('are those of analysers that the service has', () => {
    const known = new Set<string>(Object.values(KnownAnalyzerNames))
    expect(Object.values(ANALYZERS).filter((name) => !known.has(name))).toEqual([])
  })
})

function entries(count: number, vector = Float32Array.of(1, 0)): IndexEntry[] {
  return Array.from({ length: count }, (_, n) => ({
    passageId: `passage ${n}`,
    documentId: 'document',
    versionId: 'version',
    access: ['everyone'],
    collection: null,
    mediaType: 'text/plain',
    updatedAt: 0,
    terms: ['plan', `word${n}`],
    vector,
  }))
}

/** The end point that Azure gives a program of App Service or Container Apps. */
async function serveIdentity(token: string): Promise<Server> {
  const secret = randomUUID()
  const expires = String(Math.floor(Date.now() / 1_000) + 3_600)
  const server = createServer((request, reply) => {
    reply.statusCode = request.headers['x-identity-header'] === secret ? 200 : 401
    reply.setHeader('content-type', 'application/json')
    reply.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_on: expires }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${address.port}/token`)
  vi.stubEnv('IDENTITY_HEADER', secret)
  return server
}
