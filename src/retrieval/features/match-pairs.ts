import type { Question } from '../question.ts'
import type { Occurrence } from './occurrences.ts'

/** Two question terms stand in order when at most this far apart ... */
const ORDERED_DISTANCE = 2
/** ... and near each other when at most this far apart, either way round. */
const NEAR_DISTANCE = 8

/** Shares of the weight of neighbouring question terms that stand together in the passage, 0 to 1. */
export function matchPairs(question: Question, occurrences: readonly Occurrence[]): { ordered: number; near: number } {
  const places = placesByTerm(occurrences)
  let [ordered, near, mass] = [0, 0, 0]
  question.terms.forEach((term, at) => {
    const next = question.terms[at + 1]
    if (next === undefined || next === term) return
    const weight = ((question.weights.get(term) ?? 0) + (question.weights.get(next) ?? 0)) / 2
    mass += weight
    const distance = shortestDistances(places.get(term) ?? [], places.get(next) ?? [])
    if (distance.forward <= ORDERED_DISTANCE) ordered += weight
    if (distance.any <= NEAR_DISTANCE) near += weight
  })
  return mass === 0 ? { ordered: 0, near: 0 } : { ordered: ordered / mass, near: near / mass }
}

function placesByTerm(occurrences: readonly Occurrence[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (const { term, place } of occurrences) {
    const known = places.get(term)
    if (known === undefined) places.set(term, [place])
    else known.push(place)
  }
  return places
}

/** Smallest distance from a place of `from` forward to one of `to`, and in any direction. Both lists rise: one walk does. */
function shortestDistances(from: readonly number[], to: readonly number[]): { forward: number; any: number } {
  let [forward, any] = [Infinity, Infinity]
  let at = 0
  for (const place of from) {
    while ((to[at] ?? Infinity) <= place) at++
    const after = (to[at] ?? Infinity) - place
    const before = place - (to[at - 1] ?? -Infinity)
    forward = Math.min(forward, after)
    any = Math.min(any, after, before)
  }
  return { forward, any }
}
