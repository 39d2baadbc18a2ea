import type { Question } from '../question.ts'
import type { QuestionWording } from '../question-wording.ts'
import type { ReadPassage } from '../read-passage.ts'

/** Share of the question's weight whose words stand in the passage exactly as they were written, 0 to 1. */
export function writtenShare({ weights }: Question, wording: QuestionWording, { words }: ReadPassage): number {
  let [found, mass] = [0, 0]
  for (const [word, stem] of wording.words) {
    const weight = weights.get(stem) ?? 0
    mass += weight
    if (words.has(word)) found += weight
  }
  return mass === 0 ? 0 : found / mass
}

/** Share of the question's numbers and codes that stand in the passage, 0 to 1; 0 when it has none. */
export function numberShare({ numbers }: QuestionWording, { words }: ReadPassage): number {
  return numbers.length === 0 ? 0 : numbers.filter((number) => words.has(number)).length / numbers.length
}

/** Share of the weight of the question's names that the passage holds, 0 to 1; 0 when it has none. */
export function nameShare({ weights }: Question, { names }: QuestionWording, held: ReadonlySet<string>): number {
  let [found, mass] = [0, 0]
  for (const name of names) {
    const weight = weights.get(name) ?? 0
    mass += weight
    if (held.has(name)) found += weight
  }
  return mass === 0 ? 0 : found / mass
}
