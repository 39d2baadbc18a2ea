import type { RankedPassage } from '../contracts/retrieval.ts'
import type { Understood } from '../contracts/understood.ts'
import type { SearchedQuestion } from './search-question.ts'

/**
 * What may be told of how a question was read: a correction only when a returned passage holds the word, because any other
 * would tell that some document somewhere does.
 */
export function confirmUnderstood(
  { named, corrections, expansions, phrases, notes }: SearchedQuestion,
  returned: readonly Pick<RankedPassage, 'matches'>[],
): Understood {
  const held = new Set(returned.flatMap(({ matches }) => matches.map(({ term }) => term)))
  return {
    filters: named.map(({ kind, label, value }) => ({ kind, label, value })),
    corrections: corrections.flatMap(({ from, to }) =>
      to.filter(({ term }) => held.has(term)).map(({ word }) => ({ from, to: word })),
    ),
    expansions: [...expansions],
    phrases: phrases.map(({ text }) => text),
    notes: [...notes],
  }
}
