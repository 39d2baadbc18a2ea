import type { Analyser } from '../language/analyser.ts'
import type { TermStatistics } from '../platform/search-index/search-index.ts'
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

/** The terms that are searched for. */
export function questionTerms(text: string, analyser: Analyser): readonly string[] {
  return analyser.analyse(text).slice(0, MOST_TERMS)
}

/** Weigh a question's terms by how rare they are: BM25's idf, ln(1 + (N - n + 0.5) / (n + 0.5)). */
export function weighTerms(
  text: string,
  terms: readonly string[],
  statistics: TermStatistics,
  language: string,
): Question {
  const weights = new Map<string, number>()
  for (const term of terms) {
    const frequency = Math.min(statistics.frequencies.get(term) ?? 0, statistics.passages)
    weights.set(term, Math.log(1 + (statistics.passages - frequency + 0.5) / (frequency + 0.5)))
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
