import { z } from 'zod'
import { dataOf } from '../client/footnote-client.ts'
import type { ApiClient } from './api-client.ts'
import { plainLine } from './plain-line.ts'

/** More of the same title than this are not listed one by one. */
const MOST_SHOWN = 10

/**
 * The id of a document that was named by its id or by its whole title. Throws with the next step where no document one
 * may see is called so, or several are.
 */
export async function findDocumentId(client: ApiClient, named: string): Promise<string> {
  if (z.uuid().safeParse(named).success) return named
  const query = { title: named, limit: 100 }
  const { documents } = await dataOf(client.GET('/api/documents', { params: { query } }))
  const wanted = named.toLowerCase()
  const called = documents.filter(({ title }) => title.toLowerCase() === wanted)
  const [only] = called
  if (only !== undefined && called.length === 1) return only.id
  const like = called.length > 1 ? called : documents
  if (like.length === 0)
    throw new Error(`No document is called "${plainLine(named)}"; find it with "npx footnote documents list".`)
  const why = called.length > 1 ? `${called.length} documents are called` : `No document is called exactly`
  const lines = like.slice(0, MOST_SHOWN).map(({ id, title, source }) => `  ${id}  ${plainLine(title)}  (${source})`)
  throw new Error([`${why} "${plainLine(named)}"; name one by its id:`, ...lines].join('\n'))
}
