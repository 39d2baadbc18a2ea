import type { RankedPassage } from '../contracts/retrieval.ts'
import type { Analyser } from '../language/analyser.ts'
import type { WeighedQuestion } from '../language/weighed-question.ts'
import { words } from '../language/words.ts'

/** What is known about how well an answer is founded, each 0 to 1 except the length. */
export interface ConfidenceSignals {
  /** Share of the question's weight that the quoted words hold, with their titles and headings. */
  readonly coverage: number
  /** Share of the question's words that stand in the quoted words in the same form. */
  readonly exact: number
  /** Share of the question's neighbouring terms that are neighbours in the quoted words too. */
  readonly pairs: number
  /** How far the best passage is ahead of the next, in relevance. */
  readonly margin: number
  /** Terms of the question: one word can be meant in many ways. */
  readonly length: number
  /** Mean share of the sentences' terms that their evidence holds; 1 for quotes. */
  readonly support: number
}

/** What an answer rests on. */
export interface Founding {
  /** The question as it is put to the passages. */
  readonly reading: string
  readonly question: WeighedQuestion
  readonly passages: readonly RankedPassage[]
  readonly citations: readonly { readonly quote: string; readonly title: string; readonly heading: readonly string[] }[]
  readonly supports: readonly number[]
  readonly analyser: Analyser
}

/** Terms that stand at most this far apart are neighbours: one word may come between. */
const FARTHEST_NEIGHBOUR = 2

/** Read the signals off an answer, whoever wrote it. */
export function signalsOf({ reading, question, passages, citations, supports, analyser }: Founding): ConfidenceSignals {
  const quotes = citations.map(({ quote }) => quote).join('\n')
  const around = citations.flatMap(({ title, heading }) => [title, ...heading]).join('\n')
  const asked = [...new Set(words(reading))].filter((word) => !analyser.isFunctionWord(word))
  const quoted = new Set(words(quotes))
  const terms = analyser.analyse(reading)
  const [best = 0, next = 0] = passages.map(({ relevance_score }) => relevance_score)
  return {
    coverage: question.share(new Set(analyser.analyse(`${quotes}\n${around}`))),
    exact: asked.filter((word) => quoted.has(word)).length / Math.max(1, asked.length),
    pairs: pairsHeld(terms, analyser.analyse(quotes)),
    margin: best - next,
    length: terms.length,
    support: supports.reduce((sum, support) => sum + support, 0) / Math.max(1, supports.length),
  }
}

function pairsHeld(asked: readonly string[], quoted: readonly string[]): number {
  const neighbours = new Set(
    quoted.flatMap((term, at) => quoted.slice(at + 1, at + 1 + FARTHEST_NEIGHBOUR).map((other) => `${term} ${other}`)),
  )
  const pairs = asked.slice(1).map((term, before) => `${asked[before]} ${term}`)
  return pairs.filter((pair) => neighbours.has(pair)).length / Math.max(1, pairs.length)
}
