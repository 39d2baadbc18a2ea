import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { DocumentState, DocumentSummary, QuoteRectangles } from '../contracts/documents.ts'
import { problem } from '../contracts/errors.ts'
import {
  ABSTENTION,
  type AnswerEnvelope,
  type AnswerPart,
  type AskInput,
  type Citation,
} from '../contracts/orchestration.ts'
import { NOTHING_UNDERSTOOD, type Understood, type UnderstoodFilter } from '../contracts/understood.ts'
import { errorPart, sendEventStream } from '../platform/http/event-stream.ts'
import { installProblemReplies } from '../platform/http/problem-replies.ts'
import { serveWeb } from '../platform/http/serve-web.ts'
import { addFixtureConversations } from './web-fixture-conversations.ts'

/** The passage every fixture answer quotes from; it starts at this offset of its document's canonical text. */
export const PASSAGE_START = 4_120
export const QUOTES = [
  'Every full-time employee receives 28 days of annual leave a year, in addition to public holidays.',
  'Unused days can be carried over until the end of March; after that they expire.',
] as const
export const PASSAGE_TEXT = [
  'This section applies to everyone with a permanent or fixed-term contract. Part-time employees receive the same entitlement in proportion to their hours.',
  QUOTES[0],
  'Leave is requested in the staff portal at least two weeks ahead, and a manager answers within three working days.',
  QUOTES[1],
  'Employees who join during the year receive one twelfth of the entitlement for each full month. Days that were not taken because of illness are never lost; tell the people team which days were affected.',
].join('\n\n')

const HANDBOOK_ID = '0b1f7a52-3c55-4f0e-9a57-6d8d5e0c7a11'
const PASSAGE_ID = '6f2d8b7e-0a41-4c7b-8a0e-1f4f5b9d2c33'
const NEAR_PASSAGE_ID = '91c4de70-5f0f-4b8e-b0c6-3a5f2e7d8b44'
/** Between the pieces of an answer that "takes long": longer than a test needs to do something about it. */
const LONG_PAUSE_IN_MS = 3_000
const TITLE = 'Employee handbook 2026'
const HEADING = ['Working time', 'Annual leave']

const SUGGESTIONS = [
  { document_id: HANDBOOK_ID, title: TITLE, heading: 'Annual leave' },
  { document_id: NEAR_PASSAGE_ID, title: 'Travel policy', heading: 'Booking' },
]

const NO_RECTANGLES: QuoteRectangles = {
  page: 12,
  page_width: null,
  page_height: null,
  precision: null,
  rectangles: [],
}

export interface WebFixtureOptions {
  /** Folder of the built web client. */
  readonly dir: string
  /** Pause between two parts of a streamed answer, to look at the page while it streams. */
  readonly pauseInMs?: number
  /** Answers in place of the fixtures. */
  readonly ask?: (query: string) => AsyncIterable<AnswerPart> | undefined
  /** Text of every passage in place of the fixture's. */
  readonly passage?: () => string
  /** The original of every document, and where every quote stands in it; without them there are no pages. */
  readonly pdf?: Uint8Array
  readonly rectangles?: QuoteRectangles
  /** "empty": nothing was added and nothing asked yet. */
  readonly library?: 'full' | 'empty'
}

/** Our own API answered from fixtures, in front of the built client. A session exists when the cookie `session=yes` is sent. */
export async function webFixtureServer({
  dir,
  pauseInMs = 0,
  ask,
  passage: textOf = () => PASSAGE_TEXT,
  library = 'full',
  pdf,
  rectangles,
}: WebFixtureOptions): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true, genReqId: () => randomUUID() })
  installProblemReplies(app)
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/api/')) requireSession(request)
  })
  const documents = fixtureDocuments()

  app.get('/api/session', async () => ({
    object_id: 'user-1',
    tenant_id: 'harbour',
    display_name: 'Ada Marlowe',
    roles: ['Admin'],
  }))
  app.post('/auth/logout', async () => ({ end_session_url: null }))
  app.post('/api/ask', async (request, reply) => {
    const { query, interpret = true } = request.body as AskInput
    if (query.includes('too often')) {
      throw problem('quota-exceeded', 'You may ask 60 questions a minute; wait a little.', { retryAfterInSeconds: 2 })
    }
    reply.header('x-footnote-answer-id', randomUUID())
    const controller = new AbortController()
    reply.raw.on('close', () => controller.abort())
    await sendEventStream(reply, ask?.(query) ?? partsFor(query, interpret, pauseInMs), {
      signal: controller.signal,
      onError: (error) => errorPart(error, request.id),
    })
  })
  app.get('/api/documents/:document/passages/:passage', async (request) => {
    const { passage } = request.params as { passage: string }
    const text = textOf()
    return {
      passage_id: passage,
      document_id: HANDBOOK_ID,
      version: 3,
      title: TITLE,
      media_type: pdf === undefined ? 'text/markdown' : 'application/pdf',
      page: 12,
      page_end: 13,
      heading: HEADING,
      start: PASSAGE_START,
      end: PASSAGE_START + text.length,
      text,
    }
  })
  app.get('/api/documents/:document/rectangles', async () => rectangles ?? NO_RECTANGLES)
  app.get('/api/documents/:document/content', async (_request, reply) =>
    reply.type('application/pdf').send(Buffer.from(pdf ?? '')),
  )
  app.get('/api/documents', async () => ({ documents: library === 'empty' ? [] : documents, next_cursor: null }))
  app.get('/api/documents/suggestions', async () => ({ suggestions: library === 'empty' ? [] : SUGGESTIONS }))
  addFixtureConversations(app, { empty: library === 'empty' })
  app.delete('/api/documents/:id', async (request, reply) => {
    const { id } = request.params as { id: string }
    documents.splice(
      documents.findIndex((document) => document.id === id),
      1,
    )
    return reply.code(204).send()
  })
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post('/api/documents', async (request, reply) => {
    const name = /filename="([^"]+)"/.exec(String(request.body))?.[1] ?? 'unnamed'
    if (name.endsWith('.zip')) throw problem('media-type-unsupported', 'Send a PDF, Word, web or text file instead.')
    const document = fixtureDocument(name, 'queued')
    documents.unshift(document)
    return reply.code(202).send(document)
  })
  await app.register(serveWeb({ dir }))
  return app
}

function requireSession(request: FastifyRequest): void {
  if (!(request.headers.cookie ?? '').includes('session=yes')) {
    throw problem('not-authenticated', 'Open the sign-in link that was printed when the server started.')
  }
  if (request.method !== 'GET' && request.headers['x-footnote'] !== '1') {
    throw problem('request-forgery', 'Send the header x-footnote.')
  }
}

async function* partsFor(query: string, interpret: boolean, pauseInMs: number): AsyncGenerator<AnswerPart> {
  const said = query.includes('Mars') ? abstention() : query.includes('weak') ? weaklyAnswered() : answered()
  const answer = { ...said, understood: interpret ? understoodOf(query) : NOTHING_UNDERSTOOD }
  yield { type: 'retrieval-end', passages: 5 }
  if (answer.outcome === 'answered') await pause(pauseInMs)
  for (const sentence of answer.sentences) {
    for (const number of sentence.citations) {
      const citation = answer.citations.find((one) => one.number === number)
      if (citation !== undefined) yield { type: 'citation', citation }
    }
  }
  for (const text of answer.answer.match(/.{1,9}/gs) ?? []) {
    await pause(pauseInMs)
    yield { type: 'text-delta', text }
    if (query.includes('takes long')) await pause(LONG_PAUSE_IN_MS)
    if (query.includes('breaks')) throw problem('model-unavailable', 'Try again in a moment.')
  }
  yield { type: 'answer-end', answer }
}

export function answered(): AnswerEnvelope {
  const citations = QUOTES.map((quote, index) => citationOf(quote, index + 1))
  const sentences = QUOTES.map((quote, index) => `${quote} [${index + 1}]`)
  return {
    outcome: 'answered',
    answer: sentences.join(' '),
    sentences: sentences.map((text, index) => ({
      text,
      start: sentences.slice(0, index).join(' ').length,
      end: sentences.slice(0, index + 1).join(' ').length,
      citations: [index + 1],
    })),
    citations,
    confidence: 0.86,
    confidence_level: 'high',
    nearest_passages: [],
    made_by: { mode: 'extractive', model: 'extractive', fallback_reason: null },
    token_usage: { prompt: 0, completion: 0, total: 0 },
  }
}

/** What is read from a question of these fixtures: a year, a kind of file, a collection, and one misspelt word. */
function understoodOf(query: string): Understood {
  const filters: readonly (UnderstoodFilter & { readonly cue: string })[] = [
    { cue: '2025', kind: 'updated_after', label: 'after 2025-01-01', value: '2025-01-01T23:59:59.999Z' },
    { cue: 'PDF', kind: 'media_type', label: 'PDFs', value: 'application/pdf' },
    { cue: 'collection', kind: 'collection', label: 'People and leave', value: 'People and leave' },
  ]
  const named = filters.filter(({ cue }) => query.includes(cue))
  return {
    ...NOTHING_UNDERSTOOD,
    filters: named.map(({ kind, label, value }) => ({ kind, label, value })),
    corrections: query.includes('anual') ? [{ from: 'anual', to: 'annual' }] : [],
  }
}

function citationOf(quote: string, number: number): Citation {
  const start = PASSAGE_START + PASSAGE_TEXT.indexOf(quote)
  return {
    number,
    document_id: HANDBOOK_ID,
    version: 3,
    passage_id: PASSAGE_ID,
    title: TITLE,
    source: 'upload',
    page: 12,
    heading: HEADING,
    start,
    end: start + quote.length,
    quote,
    relevance_score: 0.91,
  }
}

function weaklyAnswered(): AnswerEnvelope {
  return { ...answered(), confidence: 0.41, confidence_level: 'low' }
}

function abstention(): AnswerEnvelope {
  return {
    ...answered(),
    outcome: 'abstained',
    answer: ABSTENTION,
    sentences: [],
    citations: [],
    unreadable_documents: 2,
    confidence: 0.12,
    confidence_level: 'low',
    nearest_passages: [
      {
        document_id: HANDBOOK_ID,
        version: 1,
        passage_id: NEAR_PASSAGE_ID,
        title: 'Travel policy',
        page: 3,
        heading: ['Booking'],
        text: 'Journeys are booked through the travel desk. Trains are preferred over planes for anything under six hours.',
        relevance_score: 0.2,
      },
      {
        document_id: HANDBOOK_ID,
        version: 1,
        passage_id: PASSAGE_ID,
        title: TITLE,
        page: 12,
        heading: HEADING,
        text: PASSAGE_TEXT,
        relevance_score: 0.15,
      },
    ],
  }
}

function fixtureDocuments(): DocumentSummary[] {
  return [
    { ...fixtureDocument('Security guide', 'embedding'), pages: 18, passages: null },
    fixtureDocument(TITLE, 'ready'),
    fixtureDocument('Travel policy', 'ready'),
    {
      ...fixtureDocument('Floor plan, signed', 'needs_ocr'),
      detail: 'The pages are pictures without text; switch text recognition on and upload it again.',
    },
    {
      ...fixtureDocument('Payroll archive', 'failed'),
      reason: 'encrypted',
      detail: 'The file is protected by a password; remove the password and upload it again.',
    },
  ]
}

function fixtureDocument(title: string, state: DocumentState): DocumentSummary {
  const time = '2026-11-20T09:30:00.000Z'
  const ready = state === 'ready'
  return {
    id: randomUUID(),
    source: 'upload',
    external_id: title,
    title,
    collection: null,
    media_type: 'application/pdf',
    size_in_bytes: 184_220,
    sha256: '0'.repeat(64),
    version: 1,
    current_version: ready ? 1 : null,
    fingerprint: null,
    state,
    reason: null,
    detail: null,
    since: time,
    attempt: 1,
    next_try_at: null,
    priority: 'normal',
    timings: { waiting_ms: 40, parsing_ms: 900, embedding_ms: 300, indexing_ms: 120 },
    pages: ready ? 42 : null,
    passages: ready ? 118 : null,
    findings: null,
    access: ['everyone'],
    created_at: time,
    updated_at: time,
  }
}
