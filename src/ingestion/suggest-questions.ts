import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import type { QuestionSuggestions } from '../contracts/documents.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, passages } from '../platform/database/schema.ts'
import { visibleDocuments } from './visible-documents.ts'

/** As many as a page shows without becoming a list. */
const MOST_SUGGESTIONS = 3
/** Documents looked at: the newest ones, some of which have no heading that makes a question. */
const LOOKED_AT = 20
const SHORTEST_HEADING = 4
const LONGEST_HEADING = 60

/**
 * What somebody could ask: for each of the newest documents that they may read, the heading under which most is written;
 * where that is too few, the headings under which next to most is written. The same library gives the same suggestions.
 */
export async function suggestQuestions(database: Database, { principal }: CallContext): Promise<QuestionSuggestions> {
  const orm = database.forTenant(principal.tenant_id)
  const newest = orm
    .select({ id: documents.id, title: documents.title, version: documents.currentVersion, at: documents.createdAt })
    .from(documents)
    .where(and(visibleDocuments(principal), isNotNull(documents.currentVersion)))
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(LOOKED_AT)
    .as('newest')
  const heading = sql<string>`${passages.heading}[array_length(${passages.heading}, 1)]`
  const written = sql<number>`sum(length(${passages.text}))`
  const rows = await orm
    .select({ document_id: newest.id, title: newest.title, heading })
    .from(newest)
    .innerJoin(
      passages,
      and(
        eq(passages.tenantId, principal.tenant_id),
        eq(passages.documentId, newest.id),
        eq(passages.version, sql`${newest.version}`),
      ),
    )
    .where(sql`cardinality(${passages.heading}) > 0`)
    .groupBy(newest.id, newest.title, newest.at, heading)
    .orderBy(desc(newest.at), desc(newest.id), desc(written), heading)
  const fitting = Map.groupBy(rows.filter(makesQuestion), ({ document_id }) => document_id)
  return { suggestions: inTurns([...fitting.values()]).slice(0, MOST_SUGGESTIONS) }
}

/** The first of every list, then the second of every list, and so on: each document is heard before one is heard twice. */
function inTurns<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat()
}

/** Whether a heading says what stands below it: words, not too many, and not the document's own title again. */
function makesQuestion({ title, heading }: { readonly title: string; readonly heading: string }): boolean {
  const words = heading.trim()
  const fits = words.length >= SHORTEST_HEADING && words.length <= LONGEST_HEADING
  return fits && /\p{L}{3}/u.test(words) && words.toLowerCase() !== title.trim().toLowerCase()
}
