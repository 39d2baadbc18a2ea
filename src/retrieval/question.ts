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
  /** How much each distinct term tells (see `weighTerms`). */
  readonly weights: ReadonlyMap<string, number>
  /** Sum of the weights; 0 when nothing was asked about. */
  readonly mass: number
  /** The same sum by the library alone, as BM25 weighs: a passage of usual length that holds all terms once scores about this. */
  readonly mostLexical: number
  readonly answerType: AnswerType
  /** The language in which its Latin words were read. */
  readonly language: string
}

/** The library is counted together with so many usual passages of the language. 300 and 3,000 change one question of Northwind's 201 at most. */
const USUAL_PASSAGES = 1_000
/** A term that was not asked for itself, but a similar word or another form of one, counts this much of its weight. */
const WEIGHT_OF_LIKELY = 0.5

/** The terms that are searched for: those of the text, and the digits of its codes. */
export function questionTerms(text: string, { analyse }: Pick<Analyser, 'analyse'>): readonly string[] {
  return [...analyse(text).slice(0, MOST_TERMS), ...codesOf(text).map(({ digits }) => digits)].slice(0, MOST_TERMS)
}

/** How rare terms are: in the library, and in texts of their language. */
export interface TermRarity {
  readonly statistics: TermStatistics
  /** Share of passages that may be expected to hold a term; none for terms that the language's texts do not tell about. */
  readonly expected: ReadonlyMap<string, number>
}

/**
 * Weigh a question's terms by how rare they are: BM25's idf, ln(1 + (N - n + 0.5) / (n + 0.5)), with the library counted
 * together with a thousand usual passages of the language. A few hundred passages cannot tell that "give" and "much" say
 * little; many thousand know better than the language. `likely` are terms that were not asked for themselves.
 */
export function weighTerms(
  text: string,
  terms: readonly string[],
  { statistics, expected }: TermRarity,
  language: string,
  likely: ReadonlySet<string> = new Set(),
): Question {
  const weights = new Map<string, number>()
  const lexical = new Map<string, number>()
  for (const term of terms) {
    const held = Math.min(statistics.frequencies.get(term) ?? 0, statistics.passages)
    const share = likely.has(term) ? WEIGHT_OF_LIKELY : 1
    lexical.set(term, share * rarityOf(held, statistics.passages))
    const usual = USUAL_PASSAGES * (expected.get(term) ?? 0)
    weights.set(term, share * rarityOf(held + usual, statistics.passages + USUAL_PASSAGES))
  }
  const [mass, mostLexical] = [sumOf(weights), sumOf(lexical)]
  return { text, terms, weights, mass, mostLexical, answerType: answerTypeOf(text), language }
}

function rarityOf(frequency: number, passages: number): number {
  return Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
}

function sumOf(weights: ReadonlyMap<string, number>): number {
  return weights.values().reduce((sum, weight) => sum + weight, 0)
}

/** Share of the question's weight that the terms hold, 0 to 1. */
export function coverageOf(question: Question, held: ReadonlySet<string>): number {
  if (question.mass === 0) return 0
  let sum = 0
  for (const [term, weight] of question.weights) if (held.has(term)) sum += weight
  return sum / question.mass
}
