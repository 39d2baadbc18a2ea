import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdfFile } from './made-files.ts'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { Answer, DocumentSummary, Passage } from './wire.ts'

const ABSTENTION = "I don't have enough information to answer that."

let server: ServerUnderTest
let documents: readonly DocumentSummary[] = []
const word = newWord()
const topic = newWord()

/** Questions about the documents below; all of them have an answer. */
const QUESTIONS: readonly string[] = [
  `How many days of leave do ${word} employees get?`,
  `Who repairs the ${topic} pump?`,
  `What is the limit for ${word} travel expenses?`,
]

beforeAll(async () => {
  server = await openServer()
  const rules = [
    `# ${word} rules`,
    '',
    '## Leave',
    '',
    `${word} employees get 33 days of leave in each year. They ask for it two weeks ahead.`,
    '',
    '## Travel',
    '',
    `The limit for ${word} travel expenses is 250 euros a day — “meals” included.`,
  ].join('\n')
  const manual = pdfFile(`${topic}.pdf`, [
    'Manual of the pump station.',
    `The ${topic} pump is repaired by the night shift. It has 4 valves.`,
  ])
  documents = await server.admin.add([{ name: `${word}.md`, content: rules }, manual])
})
afterAll(async () => {
  await Promise.all(documents.map(({ id }) => server.admin.remove(id)))
  await server[Symbol.asyncDispose]()
})

describe('an answer', () => {
  it('has exactly the members of the envelope', async () => {
    const { body, headers } = await server.admin.ask(QUESTIONS[0] ?? '')
    expect(Object.keys(body)).toEqual([
      'outcome',
      'answer',
      'sentences',
      'citations',
      'confidence',
      'confidence_level',
      'nearest_passages',
      'made_by',
      'token_usage',
      'understood',
    ])
    expect(body).toMatchObject({ outcome: 'answered', nearest_passages: [] })
    expect(body.answer).toContain('33 days')
    expect(body.confidence).toBeGreaterThan(0)
    expect(body.confidence).toBeLessThanOrEqual(1)
    expect(body.token_usage.total).toBe(body.token_usage.prompt + body.token_usage.completion)
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('cache-control')).toContain('no-store')
  })

  it.each(QUESTIONS)('cites a passage for every sentence: %s', async (question) => {
    const { body } = await server.admin.ask(question)
    expect(body.outcome).toBe('answered')
    await expectCited(body)
  })

  it('names the page of a PDF', async () => {
    const { body } = await server.admin.ask(QUESTIONS[1] ?? '')
    const cited = body.citations.find(({ quote }) => quote.includes(topic))
    expect(cited).toMatchObject({ page: 2, title: `${topic}.pdf`, document_id: documents[1]?.id })
  })

  it('rests on the documents that the filter names only', async () => {
    const only = { filters: { document_ids: [documents[1]?.id] } }
    const { body } = await server.admin.ask(QUESTIONS[0] ?? '', only)
    expect(body.citations.filter(({ document_id }) => document_id !== documents[1]?.id)).toEqual([])
    expect(body.answer).not.toContain('33 days')
  })
})

async function expectCited({ answer, sentences, citations }: Answer): Promise<void> {
  expect(sentences.length).toBeGreaterThan(0)
  expect(citations.map(({ number }) => number)).toEqual(citations.map((_, i) => i + 1))
  const used = new Set(sentences.flatMap((sentence) => sentence.citations))
  expect([...used].toSorted((a, b) => a - b)).toEqual(citations.map(({ number }) => number))
  for (const { start, end, text } of sentences) expect(answer.slice(start, end)).toContain(text.slice(0, 20))
  for (const { document_id, passage_id, start, end, quote, page } of citations) {
    const { status, body } = await server.admin.send<Passage>(`/api/documents/${document_id}/passages/${passage_id}`)
    expect(status).toBe(200)
    expect(body.text.slice(start - body.start, end - body.start)).toBe(quote)
    expect(page).toBe(body.page)
  }
}

/** A question that no library can answer. */
function senselessQuestion(): string {
  return `Which ${newWord()} did the ${newWord()} of ${newWord()} choose?`
}

describe('a refusal', () => {
  it('says so in fixed words and shows the nearest passages', async () => {
    const { body } = await server.admin.ask(senselessQuestion())
    expect(body).toMatchObject({
      outcome: 'abstained',
      answer: ABSTENTION,
      sentences: [],
      citations: [],
      confidence: 0,
      confidence_level: 'low',
    })
    expect(body.nearest_passages.length).toBeLessThanOrEqual(3)
  })

  it('is never given from the cache', async () => {
    const same = senselessQuestion()
    await server.admin.ask(same)
    expect((await server.admin.ask(same)).headers.get('x-footnote-cache')).not.toBe('hit')
  })
})

describe('a stream', () => {
  it.each([...QUESTIONS, `What is the ${newWord()}?`])(
    'joined is the JSON answer, byte for byte: %s',
    async (question) => {
      const json = await server.admin.ask(question)
      const { parts } = await server.admin.stream(question)
      const last = parts.at(-1)
      expect(last?.type).toBe('answer-end')
      expect(last?.type === 'answer-end' && JSON.stringify(last.answer)).toBe(json.text)
      const text = parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('')
      expect(text).toBe(json.body.answer)
      expect(parts.flatMap((part) => (part.type === 'citation' ? [part.citation] : []))).toEqual(json.body.citations)
    },
  )

  it('starts with what was found and names a source before the text that uses it', async () => {
    const { parts } = await server.admin.stream(QUESTIONS[0] ?? '')
    expect(parts[0]?.type).toBe('retrieval-end')
    const firstMarker = parts.findIndex((part) => part.type === 'text-delta' && part.text.includes('[1]'))
    const firstCitation = parts.findIndex((part) => part.type === 'citation' && part.citation.number === 1)
    expect(firstCitation).toBeGreaterThan(0)
    expect(firstCitation).toBeLessThan(firstMarker)
  })

  it('is neither stored, compressed nor held back on its way', async () => {
    const { headers, status } = await server.admin.stream(QUESTIONS[0] ?? '')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(headers.get('cache-control')).toBe('private, no-store, no-transform')
    expect(headers.get('x-accel-buffering')).toBe('no')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-encoding')).toBeNull()
  })

  it('answers a wrong question with a problem, not with a stream', async () => {
    const { status, headers } = await server.admin.stream('  ')
    expect(status).toBe(400)
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  })
})

describe.skipIf(isExternal)('the command line', () => {
  it('prints the very envelope of the API', async () => {
    const question = QUESTIONS[0] ?? ''
    const printed = await server.own.run(['ask', '--json', question])
    expect(printed.trim()).toBe((await server.admin.ask(question)).text)
  })

  it('says what became of each file', async () => {
    const printed = await server.own.run(['ingest', '--json', 'samples/travel-policy.html', 'LICENSE'])
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; state: string; document_id: string })
    expect(lines.map(({ state }) => state)).toEqual(['ready', 'ready'])
    const ids = lines.map(({ document_id }) => document_id)
    expect((await server.admin.settled(ids)).map(({ id }) => id)).toEqual(ids)
    const page = lines.find(({ file }) => file.endsWith('.html'))
    const content = await server.admin.send(`/api/documents/${page?.document_id}/content`)
    expect(content.text).toBe(await readFile(new URL('../samples/travel-policy.html', import.meta.url), 'utf8'))
  })
})
