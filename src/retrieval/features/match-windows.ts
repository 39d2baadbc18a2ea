import type { Question } from '../question.ts'
import type { Occurrence } from './occurrences.ts'

/** The largest share of the question's weight that stands within so many words of the passage, 0 to 1. */
export function bestWindow({ weights, mass }: Question, occurrences: readonly Occurrence[], width: number): number {
  const inside = new Map<string, number>()
  let [best, held, first] = [0, 0, 0]
  for (const { term, place } of occurrences) {
    const count = inside.get(term) ?? 0
    if (count === 0) held += weights.get(term) ?? 0
    inside.set(term, count + 1)
    for (let out = occurrences[first]; out !== undefined && out.place < place - width; out = occurrences[first]) {
      const left = (inside.get(out.term) ?? 0) - 1
      inside.set(out.term, left)
      if (left === 0) held -= weights.get(out.term) ?? 0
      first++
    }
    best = Math.max(best, held)
  }
  return mass === 0 ? 0 : best / mass
}
