import type { SearchOutput } from '../contracts/retrieval.ts'
import type { Analyser } from '../language/analyser.ts'
import { type WeighedQuestion, weighQuestion } from '../language/weighed-question.ts'
import { hasEnoughEvidence } from './decide-abstention.ts'

/** A question as it is put to the passages. */
export interface Reading {
  readonly reading: string
  readonly weighed: WeighedQuestion
  /** True when a passage holds enough of it to let a model speak at all. */
  readonly isAnswerable: boolean
}

/** The first reading of a question that a passage answers to; the first one when none does. */
export function chooseReading(
  question: string,
  { readings, evidence, passages }: SearchOutput,
  analyser: Analyser,
): Reading {
  const all = (readings.length > 0 ? readings : [question]).map((reading) => {
    const weighed = weighQuestion(reading, evidence.term_weights, analyser)
    return { reading, weighed, isAnswerable: hasEnoughEvidence(weighed, passages, analyser) }
  })
  const [first = { reading: question, weighed: weighQuestion(question, {}, analyser), isAnswerable: false }] = all
  return all.find(({ isAnswerable }) => isAnswerable) ?? first
}
