import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client, Reply } from './client.ts'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { DocumentPage, DocumentSummary, Problem, Received } from './wire.ts'

interface Version {
  readonly version: number
  readonly is_current: boolean
  readonly sha256: string
  readonly state: string
  readonly created_by: string | null
}

interface VersionPage {
  readonly versions: readonly Version[]
  readonly next_cursor: string | null
}

let server: ServerUnderTest
const sources: string[] = []

beforeAll(async () => {
  server = await openServer()
})
afterAll(async () => {
  for (const source of sources) {
    const { body } = await server.admin.send<DocumentPage>(`/api/documents?limit=100&source=${source}`)
    await Promise.all(body.documents.map(({ id }) => server.admin.remove(id)))
  }
  await server[Symbol.asyncDispose]()
})

/** A source that no other test tells of. */
function newSource(): string {
  const source = `source-${newWord()}`
  sources.push(source)
  return source
}

type Query = Readonly<Record<string, string>>

const addressOf = (query: Query) => `/api/documents?${new URLSearchParams(query).toString()}`

async function put(query: Query, text: string, client: Client = server.admin): Promise<Reply<DocumentSummary>> {
  return client.send<DocumentSummary>(addressOf(query), { method: 'PUT', body: text })
}

/** Put a document and wait until it is read. */
async function putAndRead(query: Query, text: string): Promise<DocumentSummary> {
  const reply = await put(query, text)
  if (reply.status !== 202) throw new Error(`it was answered with ${reply.status} ${reply.text}`)
  const [document] = await server.admin.settled([reply.body.id])
  if (document === undefined) throw new Error('it cannot be seen')
  return document
}

const versionsOf = async (id: string) =>
  (await server.admin.send<VersionPage>(`/api/documents/${id}/versions`)).body.versions

describe('a document that is put', () => {
  it('is answered from, changes with its source, and keeps its earlier versions', async () => {
    const [identity, word] = [{ source: newSource(), external_id: 'opening hours.txt' }, newWord()]
    const first = await putAndRead(identity, `The ${word} hall opens at 09:15 every day.`)
    expect(first).toMatchObject({ state: 'ready', version: 1, title: 'opening hours.txt' })

    const again = await put(identity, `The ${word} hall opens at 09:15 every day.`)
    expect([again.status, again.body]).toEqual([200, expect.objectContaining({ id: first.id, version: 1 })])

    const second = await putAndRead(identity, `The ${word} hall opens at 10:45 every day.`)
    expect(second).toMatchObject({ id: first.id, state: 'ready', version: 2 })
    const { body } = await server.admin.ask(`When does the ${word} hall open?`)
    expect(body.answer).toContain('10:45')
    expect(body.answer).not.toContain('09:15')

    const listed = await versionsOf(first.id)
    expect(listed.map(({ version, is_current, state }) => [version, is_current, state])).toEqual([
      [2, true, 'ready'],
      [1, false, 'ready'],
    ])
    expect(listed.map(({ sha256 }) => sha256)).toEqual([second.sha256, first.sha256])
    expect((await server.admin.send(`/api/documents/${first.id}/content?version=1`)).text).toContain('09:15')
    const found = await server.admin.send<DocumentPage>(addressOf(identity))
    expect(found.body.documents.map(({ id }) => id)).toEqual([first.id])
  })

  it('is shown under another title in the next answer, and found by it', async () => {
    const [identity, word, title] = [{ source: newSource(), external_id: 'a.txt' }, newWord(), `Guide to ${newWord()}`]
    const text = `The ${word} machine needs oil every 300 hours.`
    const first = await putAndRead(identity, text)
    const renamed = await putAndRead({ ...identity, title }, text)
    expect(renamed).toMatchObject({ id: first.id, state: 'ready', title })
    const { body } = await server.admin.ask(`How often does the ${word} machine need oil?`)
    expect(body.citations.map((citation) => citation.title)).toContain(title)
    const found = await server.admin.search(title, { filters: { document_ids: [first.id] } })
    expect(found.body.passages.length).toBeGreaterThan(0)
  })

  it('moves to another collection without being read again', async () => {
    const [identity, word] = [{ source: newSource(), external_id: 'a.txt' }, newWord()]
    const [from, to] = [`from-${newWord()}`, `to-${newWord()}`]
    const text = `The ${word} bridge carries 40 tonnes.`
    const first = await putAndRead({ ...identity, collection: from }, text)
    const moved = await put({ ...identity, collection: to }, text)
    expect([moved.status, moved.body.state, moved.body.version]).toEqual([202, 'ready', 1])
    const inCollection = async (name: string) => {
      const { body } = await server.admin.search(`${word} bridge`, { filters: { collections: [name] } })
      return body.passages.map(({ document_id }) => document_id)
    }
    await expect.poll(() => inCollection(to), { timeout: 20_000 }).toContain(first.id)
    expect(await inCollection(from)).not.toContain(first.id)
  })

  it('is gone from answers with the reply to its deletion, and an older change does not bring it back', async () => {
    const [identity, word] = [{ source: newSource(), external_id: 'a.txt' }, newWord()]
    const at = (minute: string) => ({ ...identity, changed_at: `2026-01-05T10:${minute}:00Z` })
    const text = `The ${word} key hangs behind the third door.`
    await putAndRead(at('01'), text)
    const question = `Where does the ${word} key hang?`
    expect((await server.admin.ask(question)).body.outcome).toBe('answered')
    const gone = await server.admin.send(addressOf(at('03')), { method: 'DELETE' })
    expect([gone.status, gone.text]).toEqual([204, ''])
    expect((await server.admin.ask(question)).text).not.toContain('third door')
    expect((await server.admin.search(question)).text).not.toContain('third door')

    const late = await server.admin.send<Problem>(addressOf(at('02')), { method: 'PUT', body: text })
    expect([late.status, late.body.code]).toEqual([409, 'news-overtaken'])
    expect((await server.admin.send(addressOf(at('03')), { method: 'DELETE' })).status).toBe(204)
    expect(await putAndRead(at('04'), text)).toMatchObject({ state: 'ready', version: 1 })
  })

  it('is refused with a reply that arrives, however much is still being sent', async () => {
    const identity = { source: newSource(), external_id: 'a.bin' }
    const chunk = new Uint8Array(1_048_576)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1
        if (sent > 110) controller.close()
        else controller.enqueue(chunk)
      },
    })
    const reply = await server.admin.send<Problem>(addressOf(identity), { method: 'PUT', body })
    expect([reply.status, reply.body.code]).toEqual([413, 'body-too-large'])
    const { body: list } = await server.admin.send<DocumentPage>(addressOf(identity))
    expect(list.documents).toEqual([])
  })
})

describe('many files of one request', () => {
  it('are each known by what their source calls them', async () => {
    const source = newSource()
    const names = ['a', 'b', 'c']
    const files = names.map((name) => ({ name: 'same.txt', content: `Text of ${name} ${newWord()}.` }))
    const entries = names.map((name) => ({ external_id: `folder/${name}`, title: name, fingerprint: `etag-${name}` }))
    const { status, body } = await server.admin.upload(files, { source, files: JSON.stringify(entries) })
    expect(status).toBe(202)
    expect(body.documents.map(({ external_id, title }) => [external_id, title])).toEqual(
      names.map((name) => [`folder/${name}`, name]),
    )
    const short = await server.admin.send<Problem & Received>('/api/documents', {
      method: 'POST',
      body: formOf(files, { source, files: JSON.stringify(entries.slice(1)) }),
    })
    expect([short.status, short.body.detail]).toEqual([400, expect.stringContaining('3 files and 2 entries')])
  })
})

function formOf(files: readonly { name: string; content: string }[], fields: Query): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const { name, content } of files) form.append('file', new Blob([content]), name)
  return form
}

describe('steering', () => {
  it('tries again what failed, alone and together with others, and refuses where there is nothing to do', async () => {
    const source = newSource()
    const failed = await putAndRead({ source, external_id: 'nothing.txt' }, '')
    expect(failed).toMatchObject({ state: 'failed', reason: 'empty' })
    const again = await server.admin.send<DocumentSummary>(`/api/documents/${failed.id}/retry`, { method: 'POST' })
    expect([again.status, again.body.version]).toEqual([202, 1])
    expect((await server.admin.settled([failed.id]))[0]).toMatchObject({ state: 'failed', reason: 'empty' })
    const all = await server.admin.send('/api/documents/retry', { method: 'POST', json: { source, reason: 'empty' } })
    expect([all.status, all.body]).toEqual([202, { retried: 1, more: false }])
    await server.admin.settled([failed.id])

    const good = await putAndRead({ source, external_id: 'good.txt' }, `A text about ${newWord()}.`)
    for (const what of ['retry', 'cancel']) {
      const reply = await server.admin.send<Problem>(`/api/documents/${good.id}/${what}`, { method: 'POST' })
      expect([what, reply.status, reply.body.code]).toEqual([what, 409, 'not-allowed-now'])
    }
  })

  it('stops what waits, and reads it when it is wanted after all', async () => {
    const source = newSource()
    const files = Array.from({ length: 40 }, (_, i) => ({ name: `${i}.txt`, content: `Text ${i} ${newWord()}.` }))
    const { body } = await server.admin.upload(files, { source, priority: 'low' })
    const last = body.documents.at(-1)?.id ?? ''
    const cancelled = await server.admin.send<DocumentSummary>(`/api/documents/${last}/cancel`, { method: 'POST' })
    expect([cancelled.status, cancelled.body.state, cancelled.body.reason]).toEqual([200, 'failed', 'cancelled'])
    const others = await server.admin.settled(body.documents.slice(0, -1).map(({ id }) => id))
    expect(others.every(({ state }) => state === 'ready')).toBe(true)
    expect((await server.admin.settled([last]))[0]).toMatchObject({ state: 'failed', reason: 'cancelled' })
    await server.admin.send(`/api/documents/${last}/retry`, { method: 'POST' })
    expect((await server.admin.settled([last]))[0]).toMatchObject({ state: 'ready', reason: null })
  }, 120_000)
})

describe.skipIf(isExternal)('other people', () => {
  it('get rights with equal bytes and lose them at once, and nothing is read again', async () => {
    const [identity, word] = [{ source: newSource(), external_id: 'a.txt' }, newWord()]
    const text = `The ${word} code is 4711.`
    const owner = await server.clientFor({ role: 'Contributor', user: 'ada' })
    const reader = await server.clientFor({ role: 'Reader', user: 'bob' })
    const { body } = await put(identity, text, owner)
    await owner.settled([body.id])
    const seenBy = async (client: Client) => (await client.send(`/api/documents/${body.id}/versions`)).status
    expect([await seenBy(owner), await seenBy(reader)]).toEqual([200, 404])

    const given = await put({ ...identity, access: 'user:ada,user:bob' }, text, owner)
    expect([given.status, given.body.version, given.body.state]).toEqual([202, 1, 'ready'])
    expect(await seenBy(reader)).toBe(200)
    const answer = async () => (await reader.ask(`What is the ${word} code?`)).text
    await expect.poll(answer, { timeout: 20_000 }).toContain('4711')

    await put({ ...identity, access: 'user:ada' }, text, owner)
    expect(await answer()).not.toContain('4711')
    expect(await seenBy(reader)).toBe(404)
    const stolen = await server.clientFor({ role: 'Contributor', user: 'bob' })
    expect((await put(identity, 'Something else.', stolen)).status).toBe(404)
    expect((await stolen.send(addressOf(identity), { method: 'DELETE' })).status).toBe(204)
    expect(await seenBy(owner)).toBe(200)
  })
})

describe.skipIf(isExternal)('a queue that is full', () => {
  it('takes no more until there is room; the command line waits and goes on', async () => {
    await using small = await openServer({ FOOTNOTE_MAX_QUEUED_DOCUMENTS: '5', FOOTNOTE_PARSER_SLOTS: '1' })
    const text = (i: number) => `Text ${i} about ${newWord()}. `.repeat(1_000)
    const files = Array.from({ length: 30 }, (_, i) => ({ name: `${i}.txt`, content: text(i) }))
    expect((await small.admin.upload(files, { source: 'many' })).status).toBe(202)
    const refused = [
      await small.admin.send<Problem>(addressOf({ source: 'one', external_id: 'a' }), { method: 'PUT', body: 'a' }),
      await small.admin.send<Problem>('/api/documents', {
        method: 'POST',
        body: formOf([{ name: 'a', content: 'a' }], {}),
      }),
    ]
    for (const { status, body, headers } of refused) {
      expect([status, body.code]).toEqual([503, 'queue-full'])
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    const folder = await mkdtemp(join(tmpdir(), 'footnote-queue-'))
    await writeFile(join(folder, 'late.txt'), `A late text about ${newWord()}.`)
    const printed = await small.own.run(['ingest', folder, '--json'])
    expect(JSON.parse(printed)).toMatchObject({ state: 'ready' })
    await rm(folder, { recursive: true })

    const listed = await small.own.run(['documents', 'list', '--source', 'many', '--json'])
    const documents = listed.trim().split('\n')
    expect(documents).toHaveLength(30)
    const { id } = JSON.parse(documents[0] ?? '') as DocumentSummary
    expect(JSON.parse(await small.own.run(['documents', 'versions', id, '--json']))).toMatchObject({ is_current: true })
    await expect(small.own.run(['documents', 'retry', id])).rejects.toThrow('read already')
    expect(await small.own.run(['documents', 'delete', id])).toMatch(/no answer uses it[\s\S]*Gone from every store/)
    expect(await small.own.run(['documents', 'retry', '--all'])).toContain('No document')
  }, 180_000)
})
