import { and, arrayOverlaps, eq, isNotNull, isNull } from 'drizzle-orm'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import { words } from '../language/words.ts'
import type { Database } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'
import type { IndexPartition, SearchIndex, SearchScope } from '../platform/search-index/search-index.ts'
import type { NamedFilter } from './named-filter.ts'
import { quotedPhrases } from './quoted-phrases.ts'
import { visiblePassages } from './visible-passages.ts'

/** Where a title may begin. */
const CUE = /\b(?:in|from|according to|per) (?:the |our )?(?:(?:document|file) )?(?=[\p{L}\p{N}])/giu
const MOST_CUES = 8
const LONGEST_TITLE_IN_WORDS = 15
/** Titles are words of every passage: among so many hits for the words after a cue there is one of the named document. */
const HITS = 50
const FILE_EXTENSION = /\.[a-z0-9]{2,5}$/i
const QUOTATION_MARKS = 2
const WORD = /[\p{L}\p{N}]+/gu

interface Mention {
  readonly text: string
  /** Where the mention begins, and where its text does. */
  readonly start: number
  readonly from: number
  /** A quoted title must be all that is quoted; otherwise a title must be what `text` begins with. */
  readonly isQuoted: boolean
}

export interface TitleSources {
  readonly database: Database
  readonly index: SearchIndex
  readonly analyse: (text: string) => readonly string[]
}

/**
 * The document that a question names by its whole title, or null: in quotes, or of two words and more behind "in the",
 * "from the" or "according to the". Only a document that the asker may read, and only one that has its title alone.
 */
export async function namedDocument(
  { database, index, analyse }: TitleSources,
  question: string,
  { principal, partition, scope, signal }: Asker,
): Promise<NamedFilter | null> {
  const mentions = mentionsIn(question)
  const terms = [...new Set(mentions.flatMap(({ text }) => analyse(text)))]
  if (terms.length === 0) return null
  const hits = await index.searchLexical(partition, terms, scope, HITS, signal)
  const visible = await visiblePassages(
    database,
    hits.map(({ passageId }) => passageId),
    principal,
  )
  const titles = new Set([...visible.values()].map(({ title }) => title))
  const named = mentions
    .flatMap((mention) => [...titles].flatMap((title) => mentionOf(title, mention) ?? []))
    .toSorted((a, b) => b.end - b.start - (a.end - a.start))
  const [longest] = named
  if (longest === undefined || named.some((other) => other.end <= longest.start || longest.end <= other.start))
    return null
  const ids = await readableWithTitle(database, longest.title, principal)
  const [id] = ids
  if (id === undefined || ids.length > 1) return null
  const { title, start, end } = longest
  return { kind: 'document', label: title, value: id, filters: { document_ids: [id] }, start, end }
}

interface Asker {
  readonly principal: Principal
  readonly partition: IndexPartition
  readonly scope: SearchScope
  readonly signal: AbortSignal
}

function mentionsIn(question: string): readonly Mention[] {
  const quoted = quotedPhrases(question).map(({ text, start }) => ({ text, start, from: start, isQuoted: true }))
  const cued = [...question.matchAll(CUE)].slice(0, MOST_CUES).map((cue) => {
    const from = cue.index + cue[0].length
    return { text: firstWords(question.slice(from)), start: cue.index, from, isQuoted: false }
  })
  return [...quoted, ...cued]
}

function firstWords(text: string): string {
  const last = [...text.matchAll(WORD)].slice(0, LONGEST_TITLE_IN_WORDS + 1).at(-1)
  return last === undefined ? '' : text.slice(0, last.index + last[0].length)
}

/** Where the question names this title, or null. A number behind it makes it the title of something else: "handbook 2025". */
function mentionOf(title: string, { text, start, from, isQuoted }: Mention) {
  const [looked, asked] = [words(title.replace(FILE_EXTENSION, '')), words(text)]
  if (looked.length === 0 || looked.some((word, at) => asked[at] !== word)) return null
  const next = asked[looked.length]
  if (isQuoted ? next !== undefined : looked.length < 2 || /^\p{N}/u.test(next ?? '')) return null
  if (isQuoted) return { title, start, end: start + text.length + QUOTATION_MARKS }
  const last = [...text.matchAll(WORD)][looked.length - 1]
  return last === undefined ? null : { title, start, end: from + last.index + last[0].length }
}

async function readableWithTitle(database: Database, title: string, principal: Principal): Promise<readonly string[]> {
  const rows = await database
    .forTenant(principal.tenant_id)
    .select({ id: documents.id })
    .from(documents)
    .where(
      and(
        eq(documents.tenantId, principal.tenant_id),
        eq(documents.title, title),
        isNull(documents.deletedAt),
        isNotNull(documents.currentVersion),
        arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
      ),
    )
    .limit(2)
  return rows.map(({ id }) => id)
}
