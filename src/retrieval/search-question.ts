import type { Filters } from '../contracts/filters.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Understood } from '../contracts/understood.ts'
import type { Analyser } from '../language/analyser.ts'
import type { WordVectors } from '../platform/embedding-model/embedding-model.ts'
import { type Expansion, expansionsOf } from './acronyms.ts'
import { codesOf } from './code-terms.ts'
import { type Correction, correctSpelling } from './correct-spelling.ts'
import { type Found, type LookUpSources, lookUp, type Wording } from './look-up.ts'
import { type NamedFilter, withoutNamed } from './named-filter.ts'
import { namedFilters, overlaps, withNamed } from './named-filters.ts'
import { type QuotedPhrase, quotedPhrases } from './quoted-phrases.ts'
import type { PassageReader } from './read-passage.ts'
import { analyserOfQuestion } from './read-question.ts'
import { scopeOf } from './search-scope.ts'

export interface QuestionSources extends LookUpSources {
  readonly wordVectors: WordVectors
  readonly read: PassageReader
}

/** What a question led to, and how it was read. */
export interface SearchedQuestion {
  readonly found: Found
  readonly filters: Filters | undefined
  readonly named: readonly NamedFilter[]
  readonly phrases: readonly QuotedPhrase[]
  readonly corrections: readonly Correction[]
  readonly expansions: readonly Expansion[]
  readonly notes: Understood['notes']
  /** See `SearchOutput`. */
  readonly readings: readonly string[]
}

interface Asked {
  readonly query: string
  readonly filters: Filters | undefined
}

/** Search for the words of a question as they are. */
export async function searchAsWritten(
  sources: QuestionSources,
  { query, filters }: Asked,
  principal: Principal,
  signal: AbortSignal,
): Promise<SearchedQuestion> {
  const found = await lookUp(sources, { ...AS_WRITTEN, text: query, filters }, principal, signal)
  return { found, filters, named: [], phrases: [], corrections: [], expansions: [], notes: [], readings: [query] }
}

const AS_WRITTEN = { phrases: [], added: [], likely: new Set<string>() }

/**
 * Search for what a question means: within what it names, for what it quotes; then, when passages that the asker may read
 * give reason to, once more with corrected words and with the other forms of its acronyms.
 */
export async function searchQuestion(
  sources: QuestionSources,
  { query, filters: given }: Asked,
  principal: Principal,
  signal: AbortSignal,
): Promise<SearchedQuestion> {
  const partition = { tenantId: principal.tenant_id, generation: sources.generation }
  const scope = scopeOf(principal, given)
  const asker = { principal, partition, scope, signal }
  const analyser = await analyserOfQuestion(query, sources.analysers, sources.index, partition)
  const { analyse, stem } = analyser
  const quoted = quotedPhrases(query)
  const all = await namedFilters({ ...sources, analyse }, query, given, asker)
  const narrow = wordingOf(query, given, quoted, all)
  const first = await lookUp(sources, narrow, principal, signal)
  // What the question seems to name is not there for this asker: then it was not named.
  const isNamed = all.length === 0 || first.sawAny
  const [named, exact] = isNamed ? [all, narrow] : [[], wordingOf(query, given, quoted, [])]
  const strict = isNamed ? first : await lookUp(sources, exact, principal, signal)
  // Words that nobody wrote that way are searched for like others, and that is said.
  const isHeld = exact.phrases.length === 0 || strict.candidates.length > 0
  const wording = isHeld ? exact : { ...exact, phrases: [] }
  const plain = isHeld ? strict : await lookUp(sources, wording, principal, signal)

  const spelling = { ...asker, scope: scopeOf(principal, wording.filters) }
  const known = await knownTerms(sources, plain, analyser, signal)
  const corrections = await correctSpelling({ ...sources, analyser }, unquoted(exact), known, spelling)
  const expansions = expansionsOf(
    wording.text,
    plain.candidates.map(({ passage }) => passage.text),
  )
  const text = corrections.reduce((sum, { from, to }) => replaceWord(sum, from, to[0]?.word ?? from), wording.text)
  const similar = corrections.flatMap(({ to }) => to.map(({ word }) => stem(word)))
  const others = expansions.flatMap(({ to }) => analyse(to))
  const isChanged = similar.length > 0 || others.length > 0
  const added = [...new Set([...similar, ...others])].filter((term) => !analyse(text).includes(term))
  const likely = new Set([...similar, ...added])
  const found = isChanged ? await lookUp(sources, { ...wording, text, added, likely }, principal, signal) : plain
  const notes: Understood['notes'] = [
    ...(isNamed ? [] : (['filters_matched_nothing'] as const)),
    ...(isHeld ? [] : (['phrase_not_found'] as const)),
  ]
  const readings = [text, ...otherReadings(text, corrections, expansions)]
  return { found, filters: wording.filters, named, phrases: wording.phrases, corrections, expansions, notes, readings }
}

function wordingOf(
  query: string,
  given: Filters | undefined,
  quoted: readonly QuotedPhrase[],
  named: readonly NamedFilter[],
): Wording {
  const phrases = quoted.filter((phrase) => !named.some((other) => overlaps(phrase, other)))
  return { ...AS_WRITTEN, text: withoutNamed(query, named), filters: withNamed(given, named), phrases }
}

/** Quoted words are meant as they stand. */
function unquoted({ text, phrases }: Wording): string {
  return phrases.reduce((sum, phrase) => sum.replace(phrase.text, ' '), text)
}

async function knownTerms(
  { read }: QuestionSources,
  { candidates }: Found,
  analyser: Analyser,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const known = new Set<string>()
  for (const { passage } of candidates) {
    const { sentences, titleTerms } = await read(passage, analyser, signal)
    for (const term of titleTerms) known.add(term)
    for (const { stems } of sentences) for (const term of stems) known.add(term)
  }
  return known
}

/** The same question with the second of two similar words, and with other forms of its acronyms and codes, one at a time. */
function otherReadings(
  text: string,
  corrections: readonly Correction[],
  expansions: readonly Expansion[],
): readonly string[] {
  const changes = [
    ...corrections.flatMap(({ to: [one, other] }) => (one && other ? [{ from: one.word, to: other.word }] : [])),
    ...expansions,
    ...codesOf(text).map(({ code, digits }) => ({ from: code, to: digits })),
  ]
  return changes.map(({ from, to }) => replaceWord(text, from, to))
}

function replaceWord(text: string, from: string, to: string): string {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(from)}(?![\\p{L}\\p{N}])`, 'giu')
  return text.replace(pattern, () => to)
}
