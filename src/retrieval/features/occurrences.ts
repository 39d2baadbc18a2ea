import type { Question } from '../question.ts'
import type { ReadPassage } from '../read-passage.ts'

/** Terms of neighbouring sentences count as this much further apart. */
const SENTENCE_GAP = 3

/** A term of the question at a place of a passage, counted in words. */
export interface Occurrence {
  readonly term: string
  readonly place: number
}

/** Where the terms of a question stand in a passage, from its beginning to its end. */
export function occurrencesOf({ weights }: Question, { sentences }: ReadPassage): readonly Occurrence[] {
  const occurrences: Occurrence[] = []
  let place = 0
  for (const { stems } of sentences) {
    for (const term of stems) {
      if (weights.has(term)) occurrences.push({ term, place })
      place++
    }
    place += SENTENCE_GAP
  }
  return occurrences
}
