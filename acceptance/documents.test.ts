import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UploadedFile } from './client.ts'
import { docxFile, pdfFile } from './made-files.ts'
import { newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { DocumentPage, DocumentSummary, Passage, Problem } from './wire.ts'

let server: ServerUnderTest
const added: string[] = []

beforeAll(async () => {
  server = await openServer()
})
afterAll(async () => {
  await Promise.all(added.map((id) => server.admin.remove(id)))
  await server[Symbol.asyncDispose]()
})

async function add(file: UploadedFile, fields: Readonly<Record<string, string>> = {}): Promise<DocumentSummary> {
  const [document] = await server.admin.add([file], fields)
  if (document === undefined) throw new Error('nothing was added')
  added.push(document.id)
  return document
}

/** A name that no other document has. */
function named(): Readonly<Record<string, string>> {
  return { source: 'acceptance', external_id: newWord() }
}

describe('formats', () => {
  const word = newWord()
  const sentence = `The ${word} engine is serviced every 14 months.`
  const mail = `From: a@b.example\r\nTo: c@d.example\r\nSubject: Engines\r\nDate: Mon, 02 Nov 2026 09:00:00 +0000\r\n\r\n${sentence}\r\n`
  const files: readonly (readonly [mediaType: string, file: UploadedFile])[] = [
    ['text/markdown', { name: `${word}.md`, content: `# Engines\n\n${sentence}\n` }],
    ['text/html', { name: `${word}.html`, content: `<!doctype html><title>E</title><main><p>${sentence}</p></main>` }],
    ['text/plain', { name: `${word}.txt`, content: sentence }],
    ['text/csv', { name: `${word}.csv`, content: `Engine,Note\n${word},${sentence}\n` }],
    ['message/rfc822', { name: `${word}.eml`, content: mail }],
    ['application/pdf', pdfFile(`${word}.pdf`, ['A page about nothing.', sentence])],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      docxFile(`${word}.docx`, ['Engines', sentence]),
    ],
  ]

  it.each(files)('reads %s and finds its text', async (mediaType, file) => {
    const document = await add(file)
    expect(document).toMatchObject({ state: 'ready', reason: null, media_type: mediaType, version: 1 })
    const found = await server.admin.search(`${word} engine serviced`, { filters: { document_ids: [document.id] } })
    expect(found.body.passages[0]?.text).toContain('serviced every 14 months')
  })

  it('reads each file of one request', async () => {
    const names = ['employee-handbook.md', 'it-security-guide.md', 'office-locations.csv', 'onboarding-mail.eml']
    const contents = await Promise.all(names.map((name) => readFile(new URL(`../samples/${name}`, import.meta.url))))
    const documents = await server.admin.add(
      contents.map((content, i) => ({ name: `${randomUUID()}-${names[i]}`, content: Uint8Array.from(content) })),
    )
    added.push(...documents.map(({ id }) => id))
    expect(documents.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready', 'ready'])
  })

  it('knows the page of a PDF', async () => {
    const word = newWord()
    const document = await add(pdfFile('pages.pdf', ['One.', 'Two.', `The ${word} is on page three.`]))
    expect(document.pages).toBe(3)
    const found = await server.admin.search(`Where is the ${word}?`, { filters: { document_ids: [document.id] } })
    expect(found.body.passages.find(({ text }) => text.includes(word))?.page).toBe(3)
  })
})

describe('the list', () => {
  it('gives every document once, page by page, newest first', async () => {
    const files = Array.from({ length: 5 }, (_, i) => ({
      name: `${newWord()}-${i}.txt`,
      content: `Text ${newWord()}.`,
    }))
    for (const file of files) await add(file)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null && seen.length < 1_000) {
      const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { body } = await server.admin.send<DocumentPage>(`/api/documents?limit=2${from}`)
      expect(body.documents.length).toBeLessThanOrEqual(2)
      seen.push(...body.documents.map(({ id }) => id))
      cursor = body.next_cursor
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.slice(0, 5)).toEqual(added.slice(-5).reverse())
  })

  it('can be narrowed to a state', async () => {
    const failed = await add({ name: 'nothing.txt', content: '' })
    const { body } = await server.admin.send<DocumentPage>('/api/documents?state=failed&limit=100')
    expect(body.documents.map(({ id }) => id)).toContain(failed.id)
    expect(body.documents.every(({ state }) => state === 'failed')).toBe(true)
  })
})

describe('the original', () => {
  it('comes back byte for byte, and only harmless types are shown in the browser', async () => {
    const page = '<!doctype html><title>Ünïcode</title><script>alert(1)</script><p>Text of a page.</p>'
    const document = await add({ name: 'Über uns (neu).html', content: page })
    const content = await server.admin.send(`/api/documents/${document.id}/content`)
    expect(content.text).toBe(page)
    expect(Object.fromEntries(content.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(Buffer.byteLength(page)),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('Über uns (neu).html')}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    })
    expect(document.sha256).toBe(createHash('sha256').update(page).digest('hex'))
  })

  it('is shown inside the browser when it is a PDF', async () => {
    const document = await add(pdfFile('shown.pdf', ['A page to be shown.']))
    const content = await server.admin.send(`/api/documents/${document.id}/content`)
    expect(content.headers.get('content-type')).toBe('application/pdf')
    expect(content.headers.get('content-disposition')).toMatch(/^inline; /)
  })

  it('can be had in parts, so that a viewer need not wait for all of it', async () => {
    const document = await add({ name: 'parts.txt', content: '0123456789' })
    const path = `/api/documents/${document.id}/content`
    const part = await server.admin.send(path, { headers: { range: 'bytes=3-5' } })
    expect([part.status, part.text]).toEqual([206, '345'])
    expect(Object.fromEntries(part.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-range': 'bytes 3-5/10',
      'content-length': '3',
      'content-disposition': "inline; filename*=UTF-8''parts.txt",
      'cache-control': 'private, no-store',
    })
    const [beyond, conditional, stranger] = await Promise.all([
      server.admin.send(path, { headers: { range: 'bytes=10-' } }),
      server.admin.send(path, { headers: { range: 'bytes=3-5', 'if-range': '"unknown"' } }),
      server.stranger.send(path, { headers: { range: 'bytes=3-5' } }),
    ])
    expect([beyond.status, beyond.text, conditional.status, conditional.text]).toEqual([
      200,
      '0123456789',
      200,
      '0123456789',
    ])
    expect(stranger.status).toBe(401)
  })
})

describe('passages', () => {
  it('can be read one by one', async () => {
    const word = newWord()
    const document = await add({ name: `${word}.md`, content: `# Rules\n\nThe ${word} rule holds on Sundays.\n` })
    const found = await server.admin.search(`${word} rule`, { filters: { document_ids: [document.id] } })
    const first = found.body.passages[0]
    const passage = await server.admin.send<Passage>(`/api/documents/${document.id}/passages/${first?.passage_id}`)
    expect(passage.body).toMatchObject({ document_id: document.id, version: 1, text: first?.text })
    expect(passage.body.end - passage.body.start).toBe(passage.body.text.length)
  })
})

describe('versions', () => {
  it('skips the same bytes', async () => {
    const identity = named()
    const file = { name: 'same.txt', content: `The same ${newWord()} text.` }
    const first = await add(file, identity)
    const again = await server.admin.upload([file], identity)
    expect(again.body.documents[0]).toMatchObject({ id: first.id, version: 1, state: 'ready' })
  })

  it('answers from the newest version only', async () => {
    const [identity, word] = [named(), newWord()]
    const first = await add({ name: 'rule.txt', content: `The ${word} closes at 17:00 every day.` }, identity)
    const second = await add({ name: 'rule.txt', content: `The ${word} closes at 19:30 every day.` }, identity)
    expect(second).toMatchObject({ id: first.id, version: 2, state: 'ready' })
    const { body } = await server.admin.ask(`When does the ${word} close?`)
    expect(body.answer).toContain('19:30')
    const found = await server.admin.search(`When does the ${word} close?`)
    expect(found.body.passages.some(({ text }) => text.includes('17:00'))).toBe(false)
    const old = await server.admin.send(`/api/documents/${first.id}/content?version=1`)
    expect(old.text).toContain('17:00')
  })
})

describe('deletion', () => {
  it('ends every use of a document at once', async () => {
    const word = newWord()
    const document = await add({ name: `${word}.txt`, content: `The ${word} weighs exactly 41 kilograms.` })
    const question = `How much does the ${word} weigh?`
    const before = await server.admin.ask(question)
    expect(before.body).toMatchObject({ outcome: 'answered' })
    expect((await server.admin.remove(document.id)).status).toBe(204)

    const after = await server.admin.ask(question)
    expect(after.text).not.toContain('41 kilograms')
    expect(after.text).not.toContain(document.id)
    expect((await server.admin.search(question)).text).not.toContain(document.id)
    const passage = before.body.citations[0]?.passage_id
    for (const path of ['', '/content', `/passages/${passage}`]) {
      const gone = await server.admin.send<Problem>(`/api/documents/${document.id}${path}`)
      expect([path, gone.status, gone.body.code]).toEqual([path, 404, 'document-not-found'])
    }
    expect((await server.admin.remove(document.id)).status).toBe(404)
  })

  it('never takes the bytes of an upload that was acknowledged in the same moment', async () => {
    const run = newWord()
    const files = Array.from({ length: 40 }, (_, i) => ({ name: `${i}.txt`, content: `Text ${i} of the run ${run}.` }))
    const old = await server.admin.add(files, { source: `${run}-old` })
    const again = await Promise.all(
      files.map(async (file, i) => {
        const removed = server.admin.remove(old[i]?.id ?? '')
        const { status, body } = await server.admin.upload([file], { source: `${run}-new` })
        await removed
        expect([202, 503]).toContain(status)
        return status === 202 ? body.documents.map(({ id }) => id) : []
      }),
    )
    const acknowledged = again.flat()
    added.push(...acknowledged)
    const states = (await server.admin.settled(acknowledged)).map(
      ({ state, attempt }) => `${state} at attempt ${attempt}`,
    )
    expect(states).toEqual(acknowledged.map(() => 'ready at attempt 1'))
  })

  it('makes room for the same name again', async () => {
    const identity = named()
    const first = await add({ name: 'again.txt', content: `First ${newWord()} text.` }, identity)
    await server.admin.remove(first.id)
    const second = await add({ name: 'again.txt', content: `Second ${newWord()} text.` }, identity)
    expect(second).toMatchObject({ version: 1, state: 'ready' })
    expect(second.id).not.toBe(first.id)
  })
})
