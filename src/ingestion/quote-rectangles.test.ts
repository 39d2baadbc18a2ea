import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { tinyPdf } from '../testing/tiny-pdf.ts'
import type { ParserPool } from './parser-pool.ts'
import { processVersion } from './process-version.ts'
import { createQuoteRectangles, type FindQuoteRectangles } from './quote-rectangles.ts'

let library: TestLibrary
let tenantId: string
let find: FindQuoteRectangles
let asked = 0
beforeAll(async () => {
  library = await openTestLibrary()
  tenantId = await library.database.newTenant()
  const counting: ParserPool = {
    ...library.parser,
    locate: (request, signal) => {
      asked += 1
      return library.parser.locate(request, signal)
    },
  }
  find = createQuoteRectangles({ database: library.database, blobs: library.blobs, locator: counting })
})
afterAll(() => library[Symbol.asyncDispose]())

const contextOf = (who: string) =>
  contextFor({ tenant_id: tenantId, object_id: who, roles: ['Contributor'] }, { clock: library.clock })

async function add(file: { readonly text: string; readonly fileName: string; readonly access?: readonly string[] }) {
  const added = await library.add(file, contextOf('ada'))
  const key = { tenantId, versionId: added.versionId }
  await processVersion(library, key, { id: 'job', attempt: 1, signal: new AbortController().signal })
  const [passage] = await library.registered(tenantId, added.documentId)
  const placeOf = (quote: string) => {
    const start = passage!.start + passage!.text.indexOf(quote)
    return { id: added.documentId, version: 1, start, end: start + quote.length }
  }
  return placeOf
}

const PAGES = [[], [{ text: 'Everyone has twenty days of leave,' }, { text: 'and may take them in May.' }]]
const PDF = tinyPdf(PAGES).toString('latin1')

describe('the rectangles of a citation', () => {
  it('surround its words on their page, and are worked out once', async () => {
    const placeOf = await add({ text: PDF, fileName: 'leave.pdf' })
    const before = asked
    const place = placeOf('twenty days')
    const found = await find(place, contextOf('ada'))
    expect(found).toMatchObject({ page: 2, page_width: 595, page_height: 842, precision: 'words', rectangles: [{}] })
    const [rectangle] = found.rectangles
    expect(rectangle!.x).toBeGreaterThan(140)
    expect(rectangle!.y).toBeGreaterThan(45)
    expect(rectangle!.y).toBeLessThan(65)
    expect(await find(place, contextOf('ada'))).toEqual(found)
    expect(asked).toBe(before + 1)
  })

  it('are for those only who may see the document, cached or not', async () => {
    const placeOf = await add({ text: PDF, fileName: 'secret.pdf', access: ['user:ada'] })
    await find(placeOf('twenty days'), contextOf('ada'))
    await expect(find(placeOf('twenty days'), contextOf('mallory'))).rejects.toMatchObject({
      code: 'document-not-found',
    })
  })

  it('are none for formats without pages', async () => {
    const placeOf = await add({ text: 'Everyone has twenty days.', fileName: 'leave.txt' })
    expect(await find(placeOf('twenty days'), contextOf('ada'))).toEqual({
      page: null,
      page_width: null,
      page_height: null,
      precision: null,
      rectangles: [],
    })
  })

  it('of a place or version that does not exist are refused', async () => {
    const placeOf = await add({ text: PDF, fileName: 'other.pdf' })
    const place = placeOf('twenty days')
    for (const wrong of [
      { ...place, version: 2 },
      { ...place, start: 9_000, end: 9_001 },
    ]) {
      await expect(find(wrong, contextOf('ada'))).rejects.toMatchObject({ code: 'document-not-found' })
    }
  })
})
