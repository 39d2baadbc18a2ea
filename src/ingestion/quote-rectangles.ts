import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { and, desc, eq, gt, lte } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { CallContext } from '../contracts/call-context.ts'
import type { QuoteRectangles } from '../contracts/documents.ts'
import { problem } from '../contracts/errors.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import type { LocatedQuote } from './parse-protocol.ts'
import type { ParserPool } from './parser-pool.ts'
import { visibleDocuments } from './visible-documents.ts'

/** Where words stand in a document, as citations carry it: a version and characters of its canonical text. */
export interface QuotePlace {
  readonly id: string
  readonly version: number
  readonly start: number
  readonly end: number
}

export interface QuoteRectanglesDependencies {
  readonly database: Database
  readonly blobs: Blobs
  readonly locator: ParserPool
}

export type FindQuoteRectangles = (place: QuotePlace, context: CallContext) => Promise<QuoteRectangles>

/** People open the citations of an answer again and again; each took a parse. A result is a few hundred bytes. */
const KEPT_RESULTS = 5_000

const PDF = 'application/pdf'

/**
 * The rectangles of a citation on the page of the original, to be drawn over it. Formats without fixed pages have
 * none. Throws `document-not-found` for documents that do not exist or may not be seen, and for places outside of them.
 */
export function createQuoteRectangles({ database, blobs, locator }: QuoteRectanglesDependencies): FindQuoteRectangles {
  const kept = new LRUCache<string, LocatedQuote>({ max: KEPT_RESULTS })

  async function locate(found: FoundQuote, { principal, signal }: CallContext): Promise<LocatedQuote | null> {
    const { sha256, page, text } = found
    const key = [sha256, page, createHash('sha256').update(text).digest('base64url')].join(' ')
    const known = kept.get(key)
    if (known !== undefined) return known
    const content = await blobs.open(principal.tenant_id, sha256, signal)
    if (content === null) throw notFound()
    const located = await locator.locate({ bytes: await buffer(content), page, text }, signal)
    if (located !== null) kept.set(key, located)
    return located
  }

  return async (place, context) => {
    const found = await findQuote(database, place, context)
    if (found.page === null || found.mediaType !== PDF) return { ...NO_RECTANGLES, page: found.page }
    const located = await locate({ ...found, page: found.page }, context)
    if (located === null) return { ...NO_RECTANGLES, page: found.page }
    const { page, pageWidth: page_width, pageHeight: page_height, precision, rectangles } = located
    return { page, page_width, page_height, precision, rectangles: [...rectangles] }
  }
}

const NO_RECTANGLES = { page_width: null, page_height: null, precision: null, rectangles: [] }

interface FoundQuote {
  readonly sha256: string
  readonly page: number
  readonly text: string
}

/** The words at a place. Passages overlap, so nearly always one of them holds the whole quote; else its beginning counts. */
async function findQuote(database: Database, { id, version, start, end }: QuotePlace, { principal }: CallContext) {
  const ofDocument = and(eq(documents.tenantId, passages.tenantId), eq(documents.id, passages.documentId))
  const ofVersion = and(eq(documentVersions.tenantId, passages.tenantId), eq(documentVersions.id, passages.versionId))
  const wanted = and(eq(documents.id, id), eq(passages.version, version))
  const here = and(lte(passages.start, start), gt(passages.end, start))
  const [row] = await database
    .forTenant(principal.tenant_id)
    .select({ passage: passages, sha256: documentVersions.sha256, mediaType: documentVersions.mediaType })
    .from(passages)
    .innerJoin(documents, ofDocument)
    .innerJoin(documentVersions, ofVersion)
    .where(and(visibleDocuments(principal), wanted, here))
    .orderBy(desc(passages.end))
    .limit(1)
  if (row === undefined) throw notFound()
  const { passage, sha256, mediaType } = row
  return { sha256, mediaType, page: passage.page, text: passage.text.slice(start - passage.start, end - passage.start) }
}

function notFound(): Error {
  return problem('document-not-found', 'Check the id and the place, or ask its owner for access.')
}
