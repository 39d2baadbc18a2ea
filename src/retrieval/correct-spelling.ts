import type { Principal } from '../contracts/principal.ts'
import type { Analyser } from '../language/analyser.ts'
import { editDistance } from '../language/edit-distance.ts'
import type { Database } from '../platform/database/database.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { IndexPartition, SearchIndex, SearchScope } from '../platform/search-index/search-index.ts'
import { matchedTerms } from './matched-terms.ts'
import { beginningsOf, editsOf, likeWhat, nearestOf, type SimilarWord } from './similar-words.ts'
import { speltWords } from './spelt-words.ts'
import { type VisiblePassage, visiblePassages } from './visible-passages.ts'

/** Each corrected word costs two searches; a question with more unknown words than this is not a matter of spelling. */
const MOST_CORRECTIONS = 5
/** Readable passages looked at for one word. */
const HITS = 30
/** A word of the question that no readable passage holds, and the similar words that some do, as they stand there. */
export interface Correction {
  readonly from: string
  readonly to: readonly SimilarWord[]
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
  const asked = unknown.flatMap(({ word, term }) =>
    likeWhat(word, term).map((like) => ({ term: like, edits: editsOf(word, term) })),
  )
  const beginnings = unknown.flatMap(({ word }) => beginningsOf(word))
  const [similar, { frequencies }] = await Promise.all([
    index.similarTerms(asker.partition, asked),
    index.termStatistics(asker.partition, beginnings),
  ])
  const corrections = await Promise.all(
    unknown.map(async ({ word, term }) => {
      const near = [...new Set(likeWhat(word, term).flatMap((like) => similar.get(like) ?? []))]
      const begun = beginningsOf(word).filter((each) => (frequencies.get(each) ?? 0) > 0 && !near.includes(each))
      const found = await Promise.all([near, begun].map((terms) => readableWords(sources, terms, word, asker)))
      return { from: word, to: nearestOf(word, term, found.flat()) }
    }),
  )
  return corrections.filter(({ to }) => to.length > 0)
}

/** A word that has a vector is spelt well, and merely not in the library: "text" is no misspelt "test". */
async function hasNoVector(wordVectors: EmbeddingModel, word: string, signal: AbortSignal): Promise<boolean> {
  return (await wordVectors.embedQuery(word, signal)).every((value) => value === 0)
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

/** Of terms, in their order, those that a readable passage holds in its text, in the form that is nearest to a word. */
async function readableWords(
  sources: SpellingSources,
  terms: readonly string[],
  word: string,
  asker: SpellingScope,
): Promise<readonly SimilarWord[]> {
  if (terms.length === 0) return []
  const wanted = new Set(terms)
  const nearest = new Map<string, { readonly form: string; readonly distance: number }>()
  for (const { text } of await readable(sources, terms, asker))
    for (const { term, start, end } of matchedTerms(text, wanted, sources.analyser.stem)) {
      const form = text
        .slice(start, end)
        .toLowerCase()
        .replace(/['’`]s$/, '')
      const distance = editDistance(word, form, word.length)
      if (distance < (nearest.get(term)?.distance ?? Number.POSITIVE_INFINITY)) nearest.set(term, { form, distance })
    }
  return terms.flatMap((term) => {
    const form = nearest.get(term)?.form
    return form === undefined ? [] : [{ word: form, term }]
  })
}
