import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClient, type Reply } from './client.ts'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { DocumentPage, DocumentSummary, Problem } from './wire.ts'

describe.skipIf(isExternal)('who may see a document', () => {
  let server: ServerUnderTest
  let anna: Client
  let bert: Client
  let engineer: Client
  let reader: Client
  const word = newWord()
  const question = `What is the code of the ${word} door?`
  let privateDocument: DocumentSummary
  let groupDocument: DocumentSummary

  beforeAll(async () => {
    server = await openServer()
    ;[anna, bert, engineer, reader] = await Promise.all([
      server.clientFor({ user: 'anna', role: 'Contributor' }),
      server.clientFor({ user: 'bert', role: 'Contributor' }),
      server.clientFor({ user: 'carl', role: 'Contributor', groups: ['engineers'] }),
      server.clientFor({ user: 'dora', role: 'Reader' }),
    ])
    privateDocument = await added(anna, `${word}-private.txt`, `The code of the ${word} door is 7351.`)
    groupDocument = await added(anna, `${word}-group.txt`, `The ${word} turbine turns 900 times a minute.`, {
      access: 'user:anna,group:engineers',
    })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('shows a document without an access list to its uploader only', async () => {
    expect(privateDocument.access).toEqual(['user:anna'])
    expect((await anna.ask(question)).body.answer).toContain('7351')
    const { body } = await anna.send<DocumentPage>('/api/documents?limit=100')
    expect(body.documents.map(({ id }) => id)).toContain(privateDocument.id)
  })

  it('hides it from everybody else, an administrator included, in every reply', async () => {
    for (const other of [bert, engineer, reader, server.admin]) {
      const replies = await Promise.all([
        other.send('/api/documents?limit=100'),
        other.send(`/api/documents?ids=${privateDocument.id}`),
        other.search(question),
        other.ask(question),
        other.ask(question, { filters: { document_ids: [privateDocument.id] } }),
        other.stream(question),
      ])
      for (const { text } of replies) expect(text).not.toMatch(new RegExp(`7351|${privateDocument.id}`))
    }
  })

  it('gives one and the same reply for a hidden document and for none', async () => {
    const passage = (await anna.search(question)).body.passages[0]?.passage_id
    for (const path of ['', '/content', '/content?version=1', `/passages/${passage}`]) {
      const hidden = await bert.send<Problem>(`/api/documents/${privateDocument.id}${path}`)
      const missing = await bert.send<Problem>(`/api/documents/${randomUUID()}${path}`)
      expect(hidden.status).toBe(404)
      expect(sameForAll(hidden)).toEqual(sameForAll(missing))
    }
    const hidden = await bert.remove(privateDocument.id)
    const missing = await bert.remove(randomUUID())
    expect(sameForAll(hidden)).toEqual(sameForAll(missing))
    expect((await anna.send(`/api/documents/${privateDocument.id}`)).status).toBe(200)
  })

  it('takes names of collections and groups with slashes and whatever else they hold', async () => {
    const name = `HR / Rules 50 %; ${word}`
    const list = `/api/access-lists?${new URLSearchParams({ kind: 'collection', name }).toString()}`
    const set = await server.admin.send(list, { method: 'PUT', json: { access: ['group:hr'] } })
    expect([set.status, set.body]).toMatchObject([200, { name, access: ['group:hr'] }])
    const budget = `/api/admin/budgets?${new URLSearchParams({ subject: `group:org/${word}` }).toString()}`
    expect((await server.admin.send(budget, { method: 'PUT', json: { tokens_per_day: 5 } })).status).toBe(204)
    expect((await server.admin.send(budget, { method: 'DELETE' })).status).toBe(204)
  })

  it('does not let others take its name over', async () => {
    const identity = { source: 'shared', external_id: word }
    const mine = await added(anna, 'mine.txt', `Text ${newWord()}.`, identity)
    const taken = await bert.upload([{ name: 'theirs.txt', content: 'Other text.' }], identity)
    expect([taken.status, (taken.body as unknown as Problem).code]).toEqual([404, 'document-not-found'])
    expect((await anna.send<DocumentSummary>(`/api/documents/${mine.id}`)).body.version).toBe(1)
  })

  it('lets the groups of the token in, and nobody by what they write into a request', async () => {
    const about = `How often does the ${word} turbine turn?`
    expect((await engineer.ask(about)).body.answer).toContain('900 times')
    for (const client of [bert, reader]) expect((await client.ask(about)).text).not.toContain('900 times')
    const claimed = await bert.send('/api/ask', {
      method: 'POST',
      json: { query: about },
      headers: { 'x-footnote-context': 'eyJhbGciOiJub25lIn0.e30.', 'x-groups': 'engineers', 'x-user': 'anna' },
    })
    expect(claimed.text).not.toContain('900 times')
    const inBody = await bert.ask(about, { group_ids: ['engineers'] })
    expect(inBody.status).toBe(400)
    expect((await engineer.send(`/api/documents/${groupDocument.id}/content`)).text).toContain('900 times')
  })

  it('takes new rights for a document with the same bytes', async () => {
    const file = { name: `${word}-opened.txt`, content: `The ${word} garden opens at 6 in the morning.` }
    const about = `When does the ${word} garden open?`
    await anna.add([file])
    expect((await bert.ask(about)).body.outcome).toBe('abstained')
    await anna.add([file], { access: 'everyone' })
    // What is granted is found once a job has told the index; what is taken back is gone at once.
    await expect
      .poll(async () => (await bert.ask(about)).body.answer, { timeout: 30_000, interval: 1_000 })
      .toContain('6 in the morning')
    await anna.add([file], { access: 'user:anna' })
    expect((await bert.ask(about)).text).not.toContain('6 in the morning')
  })

  it('refuses a token of an organisation that is not set up here', async () => {
    const token = await server.own.token({ user: 'anna' }, { FOOTNOTE_TENANT: 'elsewhere' })
    const foreign = createClient(server.baseUrl, token)
    for (const path of ['/api/documents', `/api/documents/${privateDocument.id}`]) {
      const { status, body } = await foreign.send<Problem>(path)
      expect([status, body.code]).toEqual([401, 'not-authenticated'])
    }
    expect((await foreign.ask(question)).status).toBe(401)
  })
})

async function added(
  client: Client,
  name: string,
  content: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<DocumentSummary> {
  const [document] = await client.add([{ name, content }], fields)
  if (document?.state !== 'ready') throw new Error(`${name} did not become ready`)
  return document
}

/** A reply without what differs from request to request. */
function sameForAll({ status, headers, body }: Reply): unknown {
  const { request_id: _, ...rest } = body as Problem
  const kept = [...headers].filter(
    ([name]) => !['date', 'x-request-id', 'ratelimit', 'server-timing', 'traceresponse'].includes(name),
  )
  return { status, headers: kept, body: rest }
}
