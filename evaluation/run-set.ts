import type { QuestionSet, SetQuestion } from './load-set.ts'
import { hitAt, ndcgAt, recallAt, reciprocalRankAt } from './scorers.ts'

/** Answers a question with ids of the set's documents, best first. A document cut into passages may be named several times. */
export type SetSearch = (question: string) => Promise<readonly string[]>

/** The measures of a ranking, in the order in which they are printed. */
export const RANKING_MEASURES = ['ndcg_at_10', 'hit_at_5', 'recall_at_10', 'mrr_at_10'] as const
export type RankingScores = Readonly<Record<(typeof RANKING_MEASURES)[number], number>>

/** How one question did. */
export interface QuestionScores extends RankingScores {
  readonly id: string
}

/** How well a search did on a set; means over its questions. */
export interface SetResult extends RankingScores {
  readonly set: string
  readonly documents: number
  readonly queries: number
  /** Time all questions took together. */
  readonly seconds: number
  /** One for each question, in the order of the set. */
  readonly scores: readonly QuestionScores[]
}

/** Ask all questions of a set, one after the other, and score the rankings. */
export async function runSet(set: QuestionSet, search: SetSearch): Promise<SetResult> {
  const startedAt = performance.now()
  const scores: QuestionScores[] = []
  for (const question of set.questions) scores.push(scoresOf(question, withoutRepeats(await search(question.text))))
  const seconds = (performance.now() - startedAt) / 1000
  const mean = (measure: keyof RankingScores) =>
    scores.reduce((sum, one) => sum + one[measure], 0) / Math.max(1, scores.length)
  return {
    set: set.name,
    documents: set.documents.length,
    queries: set.questions.length,
    ndcg_at_10: mean('ndcg_at_10'),
    hit_at_5: mean('hit_at_5'),
    recall_at_10: mean('recall_at_10'),
    mrr_at_10: mean('mrr_at_10'),
    seconds,
    scores,
  }
}

function scoresOf({ id, judgements }: SetQuestion, ranking: readonly string[]): QuestionScores {
  return {
    id,
    ndcg_at_10: ndcgAt(10, ranking, judgements),
    hit_at_5: hitAt(5, ranking, judgements),
    recall_at_10: recallAt(10, ranking, judgements),
    mrr_at_10: reciprocalRankAt(10, ranking, judgements),
  }
}

/** A document counts once, at the place of its best passage. */
function withoutRepeats(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)]
}
