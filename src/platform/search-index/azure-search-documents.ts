import { keyOf } from './azure-search-names.ts'
import type { IndexEntry, IndexFilters } from './search-index.ts'

/** Longer terms are not words; the embedded engine leaves them out as well. In bytes. */
const LONGEST_TERM = 100
/** How the sample applications of Azure write "everybody" and "nobody"; an empty list means everybody to some of them. */
const ALL = ['all']
const NONE = ['none']

/** A passage as Azure AI Search keeps it. Fields after those of azure-search-openai-demo are our own. */
export interface PassageDocument {
  /** See `keyOf`. */
  readonly id: string
  readonly content: string | null
  readonly embedding: number[]
  /** The collection. */
  readonly category: string | null
  readonly sourcepage: string | null
  readonly sourcefile: string | null
  readonly oids: string[]
  readonly groups: string[]
  readonly title: string | null
  /** Analysed terms, taken apart at white space. */
  readonly terms: string
  readonly access: string[]
  readonly document_id: string
  readonly version_id: string
  readonly media_type: string
  readonly updated_at: Date
  /** The writing that this came with: to see when it can be found. */
  readonly write_mark: string
}

/** What a merge writes: the fields that it names, all others stay. */
export type FilterFields = Pick<PassageDocument, 'category' | 'access' | 'oids' | 'groups'>

/** An entry as a document, marked with the writing that it belongs to. */
export function documentOf(entry: IndexEntry, mark: string): PassageDocument {
  const { text } = entry
  return {
    id: keyOf(entry.passageId),
    content: text?.content ?? null,
    embedding: Array.from(entry.vector),
    sourcepage: text === undefined ? null : pageName(text.title, text.page),
    sourcefile: text?.title ?? null,
    title: text?.title ?? null,
    terms: searchableTerms(entry.terms).join(' '),
    document_id: entry.documentId,
    version_id: entry.versionId,
    media_type: entry.mediaType,
    updated_at: new Date(entry.updatedAt),
    write_mark: mark,
    ...filterFieldsOf(entry),
  }
}

/** The fields that decide who finds a passage. `oids` and `groups` say the same as `access`, for other programs. */
export function filterFieldsOf({ access, collection }: IndexFilters): FilterFields {
  const users = startingWith('user:', access)
  const groups = startingWith('group:', access)
  return {
    category: collection,
    access: [...access],
    oids: access.includes('everyone') ? ALL : users.length > 0 ? users : NONE,
    groups: access.includes('everyone') ? ALL : groups.length > 0 ? groups : NONE,
  }
}

/** Terms without those that are too long to be words. */
export function searchableTerms(terms: readonly string[]): readonly string[] {
  return terms.filter((term) => Buffer.byteLength(term) <= LONGEST_TERM)
}

/** No more bytes than this as JSON: a number takes up to 24, a character up to 6. Measuring exactly would write it twice. */
export function mostBytesOf({ text, terms, vector, access }: IndexEntry): number {
  const characters = [...terms, ...access, text?.content ?? '', text?.title ?? '', text?.title ?? '', text?.title ?? '']
  return 2_000 + vector.length * 25 + characters.reduce((sum, part) => sum + part.length * 6 + 6, 0)
}

function startingWith(prefix: string, access: readonly string[]): string[] {
  return access.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length))
}

function pageName(title: string, page: number | null): string {
  return page === null ? title : `${title}#page=${page}`
}
