import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from './client.ts'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { Answer, DocumentSummary, Passage } from './wire.ts'

/** Beyond this the receipt of a deletion must be complete. */
const RECEIPTED_WITHIN_IN_MS = 5_000
const REMARK = '[removed: its source was deleted]'

interface PastSource {
  readonly number?: number
  readonly source_state: 'current' | 'changed' | 'deleted'
  readonly quote?: string
}

interface PastAnswer {
  readonly id: string
  readonly query: string
  readonly outcome: string
  readonly citations: number
  readonly sources_changed: boolean
  readonly answer: (Omit<Answer, 'citations'> & { readonly citations: readonly PastSource[] }) | null
}

interface AnswerList {
  readonly answers: readonly Omit<PastAnswer, 'answer'>[]
  readonly next_cursor: string | null
}

interface Receipt {
  readonly deleted_by: string
  readonly sha256s: readonly string[]
  readonly completed_at: string | null
  readonly stores: readonly {
    readonly store: string
    readonly removed: number | null
    readonly gone_at: string | null
  }[]
}

let server: ServerUnderTest
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const everyone = { access: 'everyone' }

/** What a test added: without its neighbours an answer rests on the document in question alone. */
const added: { readonly client: Client; readonly id: string }[] = []
afterEach(async () => {
  await Promise.all(added.splice(0).map(({ client, id }) => client.remove(id)))
})

async function add(client: Client, name: string, content: string, fields: Readonly<Record<string, string>> = everyone) {
  const [document] = await client.add([{ name, content }], fields)
  if (document?.state !== 'ready') throw new Error(`it was not read: ${JSON.stringify(document)}`)
  added.push({ client, id: document.id })
  return document
}

/** A document that alone says what a made-up thing costs, and the question about it. */
async function addPrice(client: Client, fields: Readonly<Record<string, string>> = everyone) {
  const word = newWord()
  const content = `The ${word} lamp costs 19 euros and 87 cents.`
  const document = await add(client, `${word}.txt`, content, fields)
  return { word, document, question: `What does the ${word} lamp cost?`, secret: '87 cents' }
}

async function askedBy(client: Client, question: string) {
  const reply = await client.ask(question)
  expect(reply.body.outcome).toBe('answered')
  const id = reply.headers.get('x-footnote-answer-id') ?? ''
  return { id, reply, citation: reply.body.citations[0] }
}

const past = (client: Client, id: string) => client.send<PastAnswer>(`/api/answers/${id}`)
const exported = async (client: Client, id: string) => (await client.send(`/api/answers/${id}/export`)).text

async function receiptOf(client: Client, { id }: DocumentSummary): Promise<Receipt> {
  return (await client.send<Receipt>(`/api/documents/${id}/deletion`)).body
}

describe('a document that is deleted', () => {
  it('is gone with the reply: from answers, searches, citations, history, export and cache', async () => {
    const { word, document, question, secret } = await addPrice(server.admin)
    const { id, citation } = await askedBy(server.admin, question)
    await server.admin.ask(question)
    expect(await exported(server.admin, id)).toContain(secret)
    expect((await server.admin.remove(document.id)).status).toBe(204)

    const [again, search, passage, content, history, text, list] = await Promise.all([
      server.admin.ask(question),
      server.admin.search(question),
      server.admin.send<Passage>(`/api/documents/${document.id}/passages/${citation?.passage_id}`),
      server.admin.send(`/api/documents/${document.id}/content`),
      past(server.admin, id),
      exported(server.admin, id),
      server.admin.send<AnswerList>('/api/answers?limit=100'),
    ])
    expect(again.headers.get('x-footnote-cache')).not.toBe('hit')
    expect(search.body.passages.filter(({ document_id }) => document_id === document.id)).toEqual([])
    expect([passage.status, content.status]).toEqual([404, 404])
    for (const reply of [again.text, search.text, history.text, text]) expect(reply).not.toContain(secret)
    expect(history.body.answer?.answer).toContain(REMARK)
    expect(history.body.answer?.citations).toEqual([{ number: 1, source_state: 'deleted' }])
    expect(history.body).toMatchObject({ query: question, sources_changed: true })
    expect(text).toContain(word)
    expect(list.body.answers.find((answer) => answer.id === id)).toMatchObject({ sources_changed: true, citations: 1 })
  })

  it('has a receipt that is complete within seconds', async () => {
    const { document, question } = await addPrice(server.admin)
    await askedBy(server.admin, question)
    const reply = await server.admin.remove(document.id)
    expect(reply.headers.get('link')).toContain(`/api/documents/${document.id}/deletion`)
    await expect
      .poll(async () => (await receiptOf(server.admin, document)).completed_at, { timeout: RECEIPTED_WITHIN_IN_MS })
      .not.toBeNull()
    const { sha256s, stores } = await receiptOf(server.admin, document)
    expect(sha256s).toEqual([document.sha256])
    const removed = Object.fromEntries(stores.map((store) => [store.store, store.removed]))
    expect(removed).toEqual({ cache: null, index: 1, passages: 1, originals: 1, answers: 1 })
    expect(stores.every(({ gone_at }) => gone_at !== null)).toBe(true)
  })

  it('leaves the rest of an answer that also rests on another', async () => {
    const word = newWord()
    await add(server.admin, `${word}-a.txt`, `The ${word} lamp costs 19 euros.`)
    const other = await add(server.admin, `${word}-b.txt`, `The ${word} lamp is green and shines for 31 hours.`)
    const reply = await server.admin.ask(`What does the ${word} lamp cost, and for how many hours does it shine?`)
    const id = reply.headers.get('x-footnote-answer-id') ?? ''
    expect(new Set(reply.body.citations.map(({ document_id }) => document_id)).size).toBe(2)
    await server.admin.remove(other.id)
    const { answer } = (await past(server.admin, id)).body
    expect(answer?.answer).toContain('19 euros')
    expect(answer?.answer).toContain(REMARK)
    expect(JSON.stringify(answer)).not.toContain('31 hours')
    expect(answer?.citations.map(({ source_state }) => source_state).toSorted()).toEqual(['current', 'deleted'])
  })
})

describe('a document that changes', () => {
  it('leaves answers as they were given, and they say that it has', async () => {
    const { word, document, question, secret } = await addPrice(server.admin)
    const { id, citation } = await askedBy(server.admin, question)
    expect((await past(server.admin, id)).body.sources_changed).toBe(false)
    const changed = await add(server.admin, `${word}.txt`, `The ${word} lamp costs 24 euros and 3 cents.`)
    expect(changed).toMatchObject({ id: document.id, version: 2, state: 'ready' })
    const { sources_changed, answer } = (await past(server.admin, id)).body
    expect(sources_changed).toBe(true)
    expect(answer?.citations).toEqual([expect.objectContaining({ source_state: 'changed' })])
    expect(answer?.answer).toContain(secret)
    expect(await exported(server.admin, id)).toContain('There is a newer version of this document.')
    const cited = `/api/documents/${document.id}/passages/${citation?.passage_id}`
    expect((await server.admin.send<Passage>(cited)).body).toMatchObject({ version: 1 })
    expect((await server.admin.send(`/api/documents/${document.id}/content?version=1`)).text).toContain(secret)
    expect((await server.admin.ask(question)).body.answer).toContain('24 euros')
  })
})

describe.skipIf(isExternal)('what somebody asked', () => {
  it('shows nothing of a document any more once they may not read it, and again once they may', async () => {
    const anna = await server.clientFor({ user: 'anna', role: 'Contributor' })
    const bert = await server.clientFor({ user: 'bert', role: 'Reader' })
    const { document, question, secret } = await addPrice(anna)
    const { id } = await askedBy(bert, question)
    const path = `/api/documents/${document.id}/access`
    await anna.send(path, { method: 'PUT', json: { access: ['user:anna'] } })
    const hidden = await past(bert, id)
    expect(hidden.text).not.toContain(secret)
    expect(hidden.body.answer?.citations).toEqual([{ number: 1, source_state: 'deleted' }])
    expect(await exported(bert, id)).not.toContain(secret)
    await anna.send(path, { method: 'PUT', json: { access: ['everyone'] } })
    expect((await past(bert, id)).text).toContain(secret)
  })

  it('holds answers that were given again, is theirs alone, and goes when they delete it', async () => {
    const anna = await server.clientFor({ user: newWord(), role: 'Contributor' })
    const bert = await server.clientFor({ user: newWord(), role: 'Reader' })
    const { question } = await addPrice(anna)
    const first = await askedBy(anna, question)
    const second = await askedBy(anna, question)
    expect(second.reply.headers.get('x-footnote-cache')).toBe('hit')
    const ids = async (client: Client) =>
      (await client.send<AnswerList>('/api/answers')).body.answers.map((answer) => answer.id)
    await expect.poll(() => ids(anna)).toEqual([second.id, first.id])
    expect((await past(bert, first.id)).status).toBe(404)
    expect(await ids(bert)).toEqual([])
    expect((await anna.send(`/api/answers/${first.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await past(anna, first.id)).status).toBe(404)
    expect(await ids(anna)).toEqual([second.id])
    expect((await anna.send('/api/answers', { method: 'DELETE' })).status).toBe(204)
    expect(await ids(anna)).toEqual([])
  })

  it('can be seen to be gone: the receipt is for owners and administrators, and all stores agree', async () => {
    const anna = await server.clientFor({ user: 'anna', role: 'Contributor' })
    const carl = await server.clientFor({ user: 'carl', role: 'Contributor' })
    const { document } = await addPrice(anna, { access: 'user:anna' })
    await anna.remove(document.id)
    expect((await receiptOf(anna, document)).deleted_by).toBe('anna')
    expect((await receiptOf(server.admin, document)).deleted_by).toBe('anna')
    expect((await carl.send(`/api/documents/${document.id}/deletion`)).status).toBe(404)
    const list = await server.admin.send<{ deletions: { document_id: string }[] }>('/api/deletions?limit=1')
    expect(list.body.deletions[0]?.document_id).toBe(document.id)
    const { body } = await server.admin.send('/api/admin/consistency')
    expect(body).toMatchObject({
      orphans: { index: 0, passages: 0, answers: 0 },
      missing: { index: 0, passages: 0, originals: 0 },
      open_deletions: 0,
    })
  })
})
