import { coverageOf, type Question } from '../question.ts'
import type { QuestionWording } from '../question-wording.ts'
import type { ReadPassage } from '../read-passage.ts'
import { matchPairs } from './match-pairs.ts'
import { runShare } from './match-runs.ts'
import { matchSentences } from './match-sentences.ts'
import { bestWindow } from './match-windows.ts'
import { nameShare, numberShare, writtenShare } from './match-words.ts'
import { occurrencesOf } from './occurrences.ts'

/** What the re-ranker looks at, in the order of the values; the weights are in `reranker-weights.json`. */
export const FEATURES = [
  'bm25',
  'coverage',
  'rare_coverage',
  'repeated_coverage',
  'best_sentence',
  'best_two_sentences',
  'narrow_window',
  'wide_window',
  'ordered_pairs',
  'near_pairs',
  'verbatim_runs',
  'written_words',
  'numbers',
  'names',
  'title',
  'answer_type',
  'length',
  'vector',
  'sentence_vector',
] as const
export type Feature = (typeof FEATURES)[number]

/** Words that a window may span: about a sentence, and about a paragraph. */
const NARROW_WINDOW = 30
const WIDE_WINDOW = 80

/** What the first stage knows about a passage. */
export interface FirstStage {
  /** BM25 score; 0 when the full-text search did not find it. */
  readonly lexical: number
  /** Cosine similarity. */
  readonly vector: number
}

export interface PassageFeatures {
  /** One number per feature, in the order of `FEATURES`. */
  readonly values: readonly number[]
  readonly coverage: number
  readonly bestTwoSentences: number
}

/** How a passage matches a question: each feature in a unit of its own, more is better but for `length`. */
export function featuresOf(
  question: Question,
  wording: QuestionWording,
  passage: ReadPassage,
  first: FirstStage,
): PassageFeatures {
  const occurrences = occurrencesOf(question, passage)
  const counts = new Map<string, number>()
  for (const { term } of occurrences) counts.set(term, (counts.get(term) ?? 0) + 1)
  const held = new Set(counts.keys()).union(passage.titleTerms)
  const coverage = coverageOf(question, held)
  const sentences = matchSentences(question, wording, passage)
  const pairs = matchPairs(question, occurrences)
  const values: Record<Feature, number> = {
    bm25: first.lexical,
    coverage,
    rare_coverage: rareCoverage(question, held),
    repeated_coverage: repeatedCoverage(question, counts),
    best_sentence: sentences.bestOne,
    best_two_sentences: sentences.bestTwo,
    narrow_window: bestWindow(question, occurrences, NARROW_WINDOW),
    wide_window: bestWindow(question, occurrences, WIDE_WINDOW),
    ordered_pairs: pairs.ordered,
    near_pairs: pairs.near,
    verbatim_runs: runShare(wording, passage),
    written_words: writtenShare(question, wording, passage),
    numbers: numberShare(wording, passage),
    names: nameShare(question, wording, held),
    title: coverageOf(question, passage.titleTerms),
    answer_type: sentences.answers ? 1 : 0,
    length: Math.log(1 + passage.length),
    vector: first.vector,
    sentence_vector: sentences.similarity,
  }
  return { values: FEATURES.map((name) => values[name]), coverage, bestTwoSentences: sentences.bestTwo }
}

/** Coverage with squared weights: which of the rare terms are there. */
function rareCoverage({ weights }: Question, held: ReadonlySet<string>): number {
  let [sum, mass] = [0, 0]
  for (const [term, weight] of weights) {
    mass += weight * weight
    if (held.has(term)) sum += weight * weight
  }
  return mass === 0 ? 0 : sum / mass
}

/** Coverage in which a term counts more the more often it occurs: ln(1 + n) times its weight. */
function repeatedCoverage({ weights, mass }: Question, counts: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [term, count] of counts) sum += (weights.get(term) ?? 0) * Math.log(1 + count)
  return mass === 0 ? 0 : sum / mass
}
