import { and, arrayOverlaps, eq, inArray, isNull } from 'drizzle-orm'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'
import type { NamedFilter } from './named-filter.ts'

/** Where a name may begin: "in the collection HR policies", "in HR policies", "from the HR policies collection". */
const CUE = /\b(?:in|from|within) (?:(?:the|our) )?(collection )?(?=\S)/gi
const MOST_CUES = 8
/** Names of more words are not looked up. */
const LONGEST_NAME = 6
const WORD_WITH_PUNCTUATION = /\S+/g
const OUTER_PUNCTUATION = /^["“„«]|["”“»?.!,;:]+$/g
const PUNCTUATION_BEHIND = /[?.!,;:]+$/
const FOLLOWED_BY_COLLECTION = /^["”“»]?\s+collection\b/i

interface Mention {
  readonly name: string
  readonly start: number
  readonly end: number
}

/**
 * The collection that a question names exactly as a readable document's collection is called, or null. Without the word
 * "collection" beside it a name must have two words or begin with a capital: collections are also called "it" and "sales".
 */
export async function namedCollection(
  database: Database,
  question: string,
  principal: Principal,
): Promise<NamedFilter | null> {
  const mentions = mentionsIn(question)
  if (mentions.length === 0) return null
  const rows = await database
    .forTenant(principal.tenant_id)
    .selectDistinct({ collection: documents.collection })
    .from(documents)
    .where(
      and(
        eq(documents.tenantId, principal.tenant_id),
        isNull(documents.deletedAt),
        inArray(documents.collection, [...new Set(mentions.map(({ name }) => name))]),
        arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
      ),
    )
  const known = new Set(rows.map(({ collection }) => collection))
  const named = mentions.filter(({ name }) => known.has(name)).toSorted((a, b) => b.name.length - a.name.length)
  const [longest] = named
  // "in Sales and in Legal" asks for both, and a search knows one.
  if (longest === undefined || named.some((other) => isElsewhere(other, longest))) return null
  const { name, start, end } = longest
  return { kind: 'collection', label: name, value: name, filters: { collections: [name] }, start, end }
}

function isElsewhere(one: Mention, other: Mention): boolean {
  return one.name !== other.name && (one.end <= other.start || other.end <= one.start)
}

function mentionsIn(question: string): readonly Mention[] {
  const found: Mention[] = []
  for (const cue of [...question.matchAll(CUE)].slice(0, MOST_CUES)) {
    const from = cue.index + cue[0].length
    const parts = [...question.slice(from).matchAll(WORD_WITH_PUNCTUATION)].slice(0, LONGEST_NAME)
    for (const part of parts) {
      const end = from + part.index + part[0].replace(PUNCTUATION_BEHIND, '').length
      const name = question.slice(from, end).replace(OUTER_PUNCTUATION, '').trim()
      const behind = FOLLOWED_BY_COLLECTION.exec(question.slice(end))?.[0] ?? ''
      const isSaid = cue[1] !== undefined || behind !== ''
      if (name !== '' && (isSaid || isDistinct(name))) found.push({ name, start: cue.index, end: end + behind.length })
    }
  }
  return found
}

function isDistinct(name: string): boolean {
  return /\s/.test(name) || /^[\p{Lu}\p{N}]/u.test(name)
}
