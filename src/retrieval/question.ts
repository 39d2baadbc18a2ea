import type { Analyser } from '../language/analyser.ts'
import type { TermStatistics } from '../platform/search-index/search-index.ts'
import { codesOf } from './code-terms.ts'
import { type AnswerType, answerTypeOf } from './features/answer-type.ts'

/** Longer questions are cut here: further terms cost time in every stage and say less and less. */
const MOST_TERMS = 64

/** A question as the re-ranker sees it. */
export interface Question {
  /** As it was asked. */
  readonly text: string
  /** Analysed terms in the order they were asked, repetitions included. */
  readonly terms: readonly string[]
  /** Inverse document frequency of each distinct term. */
  readonly weights: ReadonlyMap<string, number>
  /** Sum of the weights; 0 when nothing was asked about. */
  readonly mass: number
  readonly answerType: AnswerType
  /** The language in which its Latin words were read. */
  readonly language: string
}

/** A term that was not asked for itself, but a similar word or another form of one, counts this much of its weight. */
const WEIGHT_OF_LIKELY = 0.5

/** The terms that are searched for: those of the text, and the digits of its codes. */
export function questionTerms(text: string, { analyse }: Pick<Analyser, 'analyse'>): readonly string[] {
  return [...analyse(text).slice(0, MOST_TERMS), ...codesOf(text).map(({ digits }) => digits)].slice(0, MOST_TERMS)
}

/**
 * Weigh a question's terms by how rare they are: BM25's idf, ln(1 + (N - n + 0.5) / (n + 0.5)). `likely` are those that
 * were not asked for themselves.
 */
export function weighTerms(
  text: string,
  terms: readonly string[],
  statistics: TermStatistics,
  language: string,
  likely: ReadonlySet<string> = new Set(),
): Question {
  const weights = new Map<string, number>()
  for (const term of terms) {
    const frequency = Math.min(statistics.frequencies.get(term) ?? 0, statistics.passages)
    const weight = Math.log(1 + (statistics.passages - frequency + 0.5) / (frequency + 0.5))
    weights.set(term, likely.has(term) ? weight * WEIGHT_OF_LIKELY : weight)
  }
  const mass = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return { text, terms, weights, mass, answerType: answerTypeOf(text), language }
}

/** Share of the question's weight that the terms hold, 0 to 1. */
export function coverageOf(question: Question, held: ReadonlySet<string>): number {
  if (question.mass === 0) return 0
  let sum = 0
  for (const [term, weight] of question.weights) if (held.has(term)) sum += weight
  return sum / question.mass
}
