/** A question as the set of what it is about. */
export interface Clustered {
  readonly terms: ReadonlySet<string>
}

/** How much of their terms two questions must share (Jaccard): two of three is the same matter, one of three is not. */
const SIMILAR = 0.5

/**
 * Put questions that share most of their terms together. Each joins the group whose first question is most like it, else begins
 * one: the same questions in the same order always give the same groups, biggest first.
 */
export function clusterQuestions<Q extends Clustered>(questions: readonly Q[]): readonly (readonly Q[])[] {
  const clusters: Q[][] = []
  const byTerm = new Map<string, number[]>()
  for (const question of questions) {
    const place = mostSimilar(question, clusters, byTerm)
    if (place !== null) {
      clusters[place]?.push(question)
      continue
    }
    for (const term of question.terms) byTerm.set(term, [...(byTerm.get(term) ?? []), clusters.length])
    clusters.push([question])
  }
  return clusters.toSorted((a, b) => b.length - a.length)
}

function mostSimilar(
  { terms }: Clustered,
  clusters: readonly (readonly Clustered[])[],
  byTerm: ReadonlyMap<string, readonly number[]>,
): number | null {
  const shared = new Map<number, number>()
  for (const term of terms) for (const place of byTerm.get(term) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1)
  let best: { readonly place: number; readonly likeness: number } | null = null
  for (const [place, count] of shared) {
    const first = clusters[place]?.[0]?.terms.size ?? 0
    const likeness = count / (terms.size + first - count)
    const isBetter = best === null || likeness > best.likeness || (likeness === best.likeness && place < best.place)
    if (likeness >= SIMILAR && isBetter) best = { place, likeness }
  }
  return best?.place ?? null
}
