import type { Principal } from '../contracts/principal.ts'
import type { Analyser } from '../language/analyser.ts'
import { editDistance } from '../language/edit-distance.ts'
import { words } from '../language/words.ts'
import type { Database } from '../platform/database/database.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { IndexPartition, SearchIndex, SearchScope } from '../platform/search-index/search-index.ts'
import { matchedTerms } from './matched-terms.ts'
import { type VisiblePassage, visiblePassages } from './visible-passages.ts'

/** Each corrected word costs two searches; a question with more unknown words than this is not a matter of spelling. */
const MOST_CORRECTIONS = 5
/** Similar words searched for instead of one unknown word. */
const MOST_ALTERNATIVES = 2
/** Readable passages looked at for one word. */
const HITS = 30
/** Shorter words have neighbours by chance; from eight letters on two may be wrong. */
const SPELT_WORD = /^\p{L}{4,40}$/u
const LONG_WORD = 8
/** With two wrong letters a shorter stem would be another word. */
const LONG_STEM = 6
/** A word may stand in another form: with an "s", "ed" or the like. */
const LETTERS_OF_ENDING = 2
/** The first half of "wasn't" is no word. */
const CONTRACTION = /\p{L}+['’`]t(?!\p{L})/giu
const CAPITALS = /(?<![\p{L}\p{N}])\p{Lu}{2,}(?![\p{L}\p{N}])/gu

/** A word of the question that no readable passage holds, and the similar words that some do, as they stand there. */
export interface Correction {
  readonly from: string
  readonly to: readonly { readonly word: string; readonly term: string }[]
}

export interface SpellingSources {
  readonly database: Database
  readonly index: SearchIndex
  /** The built-in word vectors: whatever model embeds passages, they know which words there are. */
  readonly wordVectors: EmbeddingModel
  readonly analyser: Analyser
}

export interface SpellingScope {
  readonly principal: Principal
  readonly partition: IndexPartition
  readonly scope: SearchScope
  readonly signal: AbortSignal
}

/**
 * Correct the words of a question that are not among the `known` terms. Whether a word counts as unknown, and what it may be
 * instead, is decided by passages that the asker may read alone: asking for a word must not tell that others hold it.
 */
export async function correctSpelling(
  sources: SpellingSources,
  question: string,
  known: ReadonlySet<string>,
  asker: SpellingScope,
): Promise<readonly Correction[]> {
  const { index, analyser } = sources
  if (index.similarTerms === undefined) return []
  const spelt = speltWords(question, analyser)
  const doubtful = spelt.filter((word) => !known.has(analyser.stem(word)))
  // Most of a question in another language is unknown; its words are not misspelt.
  if (doubtful.length === 0 || (doubtful.length > 2 && doubtful.length * 2 > spelt.length)) return []
  const suspects = doubtful.slice(0, MOST_CORRECTIONS).map((word) => ({ word, term: analyser.stem(word) }))
  const isUnknown = await Promise.all(
    suspects.map(
      async ({ word, term }) =>
        (await hasNoVector(sources.wordVectors, word, asker.signal)) &&
        (await readable(sources, [term], asker)).length === 0,
    ),
  )
  const unknown = suspects.filter((_, at) => isUnknown[at])
  if (unknown.length === 0) return []
  const asked = unknown.map(({ word, term }) => ({ term, edits: editsOf(word, term) }))
  const similar = await index.similarTerms(asker.partition, asked)
  const corrections = await Promise.all(
    unknown.map(async ({ word, term }) => ({
      from: word,
      to: (await readableWords(sources, similar.get(term) ?? [], asker))
        .filter((found) => isSimilar(word, found.word, editsOf(word, term)))
        .slice(0, MOST_ALTERNATIVES),
    })),
  )
  return corrections.filter(({ to }) => to.length > 0)
}

/** A word that has a vector is spelt well, and merely not in the library: "text" is no misspelt "test". */
async function hasNoVector(wordVectors: EmbeddingModel, word: string, signal: AbortSignal): Promise<boolean> {
  return (await wordVectors.embedQuery(word, signal)).every((value) => value === 0)
}

function editsOf(word: string, term: string): 1 | 2 {
  return word.length >= LONG_WORD && term.length >= LONG_STEM ? 2 : 1
}

/** Stems are short, so that those of quite different words can be similar: "overpaying" is no misspelt "overall". */
function isSimilar(word: string, found: string, edits: number): boolean {
  const most = edits + LETTERS_OF_ENDING
  return editDistance(word, found, most) <= most
}

/** Words that can be misspelt, each once: acronyms and stop words cannot. */
function speltWords(question: string, analyser: Analyser): readonly string[] {
  const isShouted = !/\p{Ll}/u.test(question)
  const acronyms = new Set(isShouted ? [] : (question.match(CAPITALS) ?? []).map((word) => word.toLowerCase()))
  const all = words(question.replace(CONTRACTION, ' ')).filter(
    (word) => SPELT_WORD.test(word) && !analyser.isFunctionWord(word) && !acronyms.has(word),
  )
  return [...new Set(all)]
}

async function readable(
  { database, index }: SpellingSources,
  terms: readonly string[],
  { principal, partition, scope, signal }: SpellingScope,
): Promise<readonly VisiblePassage[]> {
  const hits = await index.searchLexical(partition, terms, scope, HITS, signal)
  const visible = await visiblePassages(
    database,
    hits.map(({ passageId }) => passageId),
    principal,
  )
  return [...visible.values()]
}

/** Of similar terms, in their order, those that a readable passage holds in its text. */
async function readableWords(
  sources: SpellingSources,
  terms: readonly string[],
  asker: SpellingScope,
): Promise<Correction['to']> {
  if (terms.length === 0) return []
  const wanted = new Set(terms)
  const seen = new Map<string, string>()
  for (const { text } of await readable(sources, terms, asker))
    for (const { term, start, end } of matchedTerms(text, wanted, sources.analyser.stem))
      if (!seen.has(term)) seen.set(term, text.slice(start, end).toLowerCase())
  return terms.flatMap((term) => {
    const word = seen.get(term)
    return word === undefined ? [] : [{ word, term }]
  })
}
