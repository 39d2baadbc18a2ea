import { z } from 'zod'
import {
  DocumentPage,
  DocumentState,
  DocumentSummary,
  DocumentVersionPage,
  Passage,
  QuestionSuggestions,
  QuoteRectangles,
} from '../contracts/documents.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { readDocuments } from '../policies/read-documents.ts'
import { contentHeaders } from './content-headers.ts'
import { openContent } from './open-content.ts'
import { createQuoteRectangles, type QuoteRectanglesDependencies } from './quote-rectangles.ts'
import { getDocument, getPassage, listDocuments, type ReadDependencies } from './read-documents.ts'
import { listVersions } from './read-versions.ts'
import { suggestQuestions } from './suggest-questions.ts'
import { CollectionName, ExternalId, Source } from './upload-fields.ts'

const tags = ['documents']
const Id = z.object({ id: z.uuid() })
const errors = problemResponses(400, 401, 403, 404, 429)

/** A list of ids as it stands in a query string. */
const Ids = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(z.uuid()).min(1).max(100))

const list = {
  operationId: 'listDocuments',
  summary: 'The documents you may read, newest first.',
  tags,
  querystring: z
    .strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: z.string().max(500).optional().describe('The next_cursor of the page before.'),
      state: DocumentState.optional(),
      ids: Ids.optional().describe('Only these documents: up to 100 ids, separated by commas.'),
      source: Source.optional(),
      external_id: ExternalId.optional(),
      collection: CollectionName.optional(),
      title: z.string().min(1).max(500).optional().describe('Part of the title, in capitals or not.'),
    })
    .refine(({ source, external_id }) => external_id === undefined || source !== undefined, {
      path: ['source'],
      message: 'is needed beside "external_id"',
    }),
  response: { 200: DocumentPage, ...errors },
}

const suggestions = {
  operationId: 'suggestQuestions',
  summary: 'Up to three things that the documents you may read say something about.',
  tags,
  response: { 200: QuestionSuggestions, ...problemResponses(401, 403, 429) },
}

const one = {
  operationId: 'getDocument',
  summary: 'One document.',
  tags,
  params: Id,
  response: { 200: DocumentSummary, ...errors },
}

const versions = {
  operationId: 'listDocumentVersions',
  summary: 'The versions of a document, newest first.',
  tags,
  params: Id,
  querystring: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z
      .string()
      .regex(/^[1-9]\d{0,8}$/, 'must be a next_cursor of this list')
      .optional()
      .describe('The next_cursor of the page before.'),
  }),
  response: { 200: DocumentVersionPage, ...errors },
}

const file = {
  description: 'The file under its own type, or as bytes where a browser must not show it.',
  content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
}

const content = {
  operationId: 'getDocumentContent',
  summary: 'The original file, or the part of it that the header `range` names.',
  tags,
  params: Id,
  querystring: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
  response: { 200: file, 206: file, ...errors },
}

const passage = {
  operationId: 'getPassage',
  summary: 'One passage, to show a citation in its surroundings.',
  tags,
  params: Id.extend({ passage_id: z.uuid() }),
  response: {
    200: Passage,
    ...errors,
  },
}

const rectangles = {
  operationId: 'getQuoteRectangles',
  summary: 'Where the words of a citation stand on their page, to highlight them.',
  tags,
  params: Id,
  querystring: z
    .strictObject({
      version: z.coerce.number().int().min(1),
      start: z.coerce.number().int().min(0).describe('As in the citation: the first character in the text.'),
      end: z.coerce.number().int().min(1).describe('The character after the last.'),
    })
    .refine(({ start, end }) => start < end, { path: ['end'], message: 'must be greater than "start"' }),
  response: {
    200: QuoteRectangles,
    ...errors,
  },
}

/** The routes of everybody who reads. */
export function addReadRoutes(app: ZodApp, dependencies: ReadDependencies & QuoteRectanglesDependencies): void {
  const { database } = dependencies
  const findQuoteRectangles = createQuoteRectangles(dependencies)
  app.get('/api/documents', { schema: list, config: { policy: readDocuments } }, async (request) => {
    const context = callContextOf(request)
    const { external_id: externalId, ...query } = request.query
    return listDocuments(database, { ...query, externalId }, context)
  })

  app.get('/api/documents/suggestions', { schema: suggestions, config: { policy: readDocuments } }, async (request) =>
    suggestQuestions(database, callContextOf(request)),
  )

  app.get('/api/documents/:id', { schema: one, config: { policy: readDocuments } }, async (request) => {
    const context = callContextOf(request)
    return getDocument(database, request.params.id, context)
  })

  app.get('/api/documents/:id/versions', { schema: versions, config: { policy: readDocuments } }, async (request) => {
    const context = callContextOf(request)
    const { limit, cursor } = request.query
    const before = cursor === undefined ? undefined : Number(cursor)
    return listVersions(database, request.params.id, { limit, before }, context)
  })

  app.get(
    '/api/documents/:id/content',
    { schema: content, config: { policy: readDocuments } },
    async (request, reply) => {
      const context = callContextOf(request)
      const { range, 'if-range': condition } = request.headers
      // A part is asked for "if it is still the same" with a tag that was never given: then all of it is due.
      const wanted = { id: request.params.id, ...request.query, range: condition === undefined ? range : undefined }
      const opened = await openContent(dependencies, wanted, context)
      await reply
        .code(opened.part === null ? 200 : 206)
        .headers(contentHeaders(opened))
        .send(opened.content as never)
      return reply
    },
  )

  app.get(
    '/api/documents/:id/passages/:passage_id',
    { schema: passage, config: { policy: readDocuments } },
    async (request) => {
      const context = callContextOf(request)
      return getPassage(database, request.params.id, request.params.passage_id, context)
    },
  )

  app.get(
    '/api/documents/:id/rectangles',
    { schema: rectangles, config: { policy: readDocuments } },
    async (request) => {
      const context = callContextOf(request)
      return findQuoteRectangles({ id: request.params.id, ...request.query }, context)
    },
  )
}
