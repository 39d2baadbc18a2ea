import { holdsAnswerOf } from './answer-type.ts'
import { coverageOf, type Question } from './question.ts'
import type { ReadPassage } from './read-passage.ts'

/** The features in the order of `reranker-weights.json`. */
export const FEATURES = [
  'bm25_of_best',
  'bm25_of_mass',
  'coverage',
  'best_sentence',
  'best_two_sentences',
  'ordered_pairs',
  'near_pairs',
  'title',
  'answer_type',
  'length',
  'vector',
  'first_stage',
] as const

/** Two question terms stand in order when at most this far apart ... */
const ORDERED_DISTANCE = 2
/** ... and near each other when at most this far apart, either way round. */
const NEAR_DISTANCE = 8
/** Terms of neighbouring sentences count as this much further apart. */
const SENTENCE_GAP = 3
/** Brings the logarithm of a passage's length to about 0 to 1. */
const LENGTH_SCALE = 8

/** What the first stage knows about a passage. */
export interface FirstStage {
  /** BM25 score, and the best one among the candidates. */
  readonly lexical: number
  readonly bestLexical: number
  readonly vector: number
  /** Fused score, 0 to 1. */
  readonly fused: number
}

export interface LexicalFeatures {
  /** One number per feature, in the order of `FEATURES`. */
  readonly values: readonly number[]
  readonly coverage: number
  readonly bestTwoSentences: number
}

/** How a passage matches a question, word by word. */
export function lexicalFeatures(
  question: Question,
  passage: ReadPassage,
  first: FirstStage,
  stem: (word: string) => string,
): LexicalFeatures {
  const found = passage.sentences.map(
    (sentence) => new Set(sentence.stems.filter((term) => question.weights.has(term))),
  )
  const all = new Set(found.flatMap((terms) => [...terms]))
  const coverage = coverageOf(question, all.union(passage.titleTerms))
  const best = bestSentences(question, found)
  const pairs = pairShares(question, passage)
  const isAsked = (word: string) => question.weights.has(stem(word))
  const answers = holdsAnswerOf(question.answerType, passage.sentences[best.index]?.text ?? '', isAsked)
  const values = [
    first.bestLexical === 0 ? 0 : first.lexical / first.bestLexical,
    question.mass === 0 ? 0 : first.lexical / question.mass,
    coverage,
    best.one,
    best.two,
    pairs.ordered,
    pairs.near,
    coverageOf(question, passage.titleTerms),
    answers ? 1 : 0,
    Math.log(1 + passage.length) / LENGTH_SCALE,
    first.vector,
    first.fused,
  ]
  return { values, coverage, bestTwoSentences: best.two }
}

/** Coverage of the best sentence and of the best two neighbours, and which sentence is the best. */
function bestSentences(question: Question, found: readonly ReadonlySet<string>[]) {
  let [one, two, index] = [0, 0, 0]
  found.forEach((terms, at) => {
    const alone = coverageOf(question, terms)
    if (alone > one) [one, index] = [alone, at]
    const before = found[at - 1]
    two = Math.max(two, before === undefined ? alone : coverageOf(question, terms.union(before)))
  })
  return { one, two, index }
}

/** Shares of the weight of neighbouring question terms that stand together in the passage. */
function pairShares(question: Question, passage: ReadPassage): { ordered: number; near: number } {
  const places = placesOf(question, passage)
  let [ordered, near, mass] = [0, 0, 0]
  question.terms.forEach((term, at) => {
    const next = question.terms[at + 1]
    if (next === undefined || next === term) return
    const weight = ((question.weights.get(term) ?? 0) + (question.weights.get(next) ?? 0)) / 2
    mass += weight
    const distance = shortestDistances(places.get(term) ?? [], places.get(next) ?? [])
    if (distance.forward <= ORDERED_DISTANCE) ordered += weight
    if (distance.any <= NEAR_DISTANCE) near += weight
  })
  return mass === 0 ? { ordered: 0, near: 0 } : { ordered: ordered / mass, near: near / mass }
}

/** Word positions of each question term; rising, with a gap after every sentence. */
function placesOf(question: Question, passage: ReadPassage): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  let place = 0
  for (const { stems } of passage.sentences) {
    for (const term of stems) {
      if (question.weights.has(term)) {
        const known = places.get(term)
        if (known === undefined) places.set(term, [place])
        else known.push(place)
      }
      place++
    }
    place += SENTENCE_GAP
  }
  return places
}

/** Smallest distance from a place of `from` forward to one of `to`, and in any direction. Both lists rise: one walk does. */
function shortestDistances(from: readonly number[], to: readonly number[]): { forward: number; any: number } {
  let [forward, any] = [Infinity, Infinity]
  let at = 0
  for (const place of from) {
    while ((to[at] ?? Infinity) <= place) at++
    const after = (to[at] ?? Infinity) - place
    const before = place - (to[at - 1] ?? -Infinity)
    forward = Math.min(forward, after)
    any = Math.min(any, after, before)
  }
  return { forward, any }
}
