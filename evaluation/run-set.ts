import type { QuestionSet, SetQuestion } from './load-set.ts'
import { hitAt, ndcgAt, recallAt, reciprocalRankAt } from './scorers.ts'

/** Answers a question with ids of the set's documents, best first. A document cut into passages may be named several times. */
export type SetSearch = (question: string) => Promise<readonly string[]>

/** How well a search did on a set; means over its questions. */
export interface SetResult {
  readonly set: string
  readonly documents: number
  readonly queries: number
  readonly ndcg_at_10: number
  readonly hit_at_5: number
  readonly recall_at_10: number
  readonly mrr_at_10: number
  /** Time all questions took together. */
  readonly seconds: number
}

/** Ask all questions of a set, one after the other, and score the rankings. */
export async function runSet(set: QuestionSet, search: SetSearch): Promise<SetResult> {
  const startedAt = performance.now()
  const rankings: [SetQuestion, readonly string[]][] = []
  for (const question of set.questions) rankings.push([question, withoutRepeats(await search(question.text))])
  const seconds = (performance.now() - startedAt) / 1000
  const mean = (score: typeof ndcgAt, depth: number) =>
    rankings.reduce((sum, [{ judgements }, ranking]) => sum + score(depth, ranking, judgements), 0) /
    Math.max(1, rankings.length)
  return {
    set: set.name,
    documents: set.documents.length,
    queries: set.questions.length,
    ndcg_at_10: mean(ndcgAt, 10),
    hit_at_5: mean(hitAt, 5),
    recall_at_10: mean(recallAt, 10),
    mrr_at_10: mean(reciprocalRankAt, 10),
    seconds,
  }
}

/** A document counts once, at the place of its best passage. */
function withoutRepeats(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)]
}
