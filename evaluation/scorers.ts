/** How relevant each right document of a question is; missing means not at all. */
export type Judgements = ReadonlyMap<string, number>

/** A ranking: document ids, best first, each once. */
export type Ranking = readonly string[]

/** Normalised discounted cumulative gain over the first `depth` places, 0 to 1, with gain 2^relevance - 1. */
export function ndcgAt(depth: number, ranking: Ranking, judgements: Judgements): number {
  const ideal = [...judgements.values()].sort((a, b) => b - a)
  const best = discountedGain(ideal.slice(0, depth))
  if (best === 0) return 0
  return discountedGain(ranking.slice(0, depth).map((id) => judgements.get(id) ?? 0)) / best
}

/** 1 when one of the first `depth` places holds a right document, else 0. */
export function hitAt(depth: number, ranking: Ranking, judgements: Judgements): number {
  return ranking.slice(0, depth).some((id) => isRight(id, judgements)) ? 1 : 0
}

/** Share of the right documents that stand among the first `depth` places. */
export function recallAt(depth: number, ranking: Ranking, judgements: Judgements): number {
  const right = [...judgements.keys()].filter((id) => isRight(id, judgements)).length
  if (right === 0) return 0
  return ranking.slice(0, depth).filter((id) => isRight(id, judgements)).length / right
}

/** One over the place of the first right document among the first `depth`, or 0. */
export function reciprocalRankAt(depth: number, ranking: Ranking, judgements: Judgements): number {
  const place = ranking.slice(0, depth).findIndex((id) => isRight(id, judgements))
  return place === -1 ? 0 : 1 / (place + 1)
}

function discountedGain(relevances: readonly number[]): number {
  return relevances.reduce((sum, relevance, place) => sum + (2 ** relevance - 1) / Math.log2(place + 2), 0)
}

function isRight(id: string, judgements: Judgements): boolean {
  return (judgements.get(id) ?? 0) > 0
}
