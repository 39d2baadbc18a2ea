import type { QuestionWording } from '../question-wording.ts'
import type { ReadPassage } from '../read-passage.ts'

/** Longer runs say no more than their parts. */
const LONGEST_RUN = 6
/** Two words count when both tell something, longer runs when one of them does: "out of pocket", "in the plan". */
const FEWEST_TELLING_IN_PAIR = 2

/**
 * How much of the question stands in the passage word for word (as stems), 0 to 1: the share of all its runs of two to six
 * words, each counted by its telling words.
 */
export function runShare({ stems, telling }: QuestionWording, { sentences }: ReadPassage): number {
  const longest = longestRuns(stems, sentences)
  let [found, mass] = [0, 0]
  for (let end = 1; end < stems.length; end++) {
    let tellingWords = telling[end] === true ? 1 : 0
    for (let length = 2; length <= Math.min(LONGEST_RUN, end + 1); length++) {
      if (telling[end - length + 1] === true) tellingWords++
      if (tellingWords < (length === 2 ? FEWEST_TELLING_IN_PAIR : 1)) continue
      mass += tellingWords
      if ((longest[end] ?? 0) >= length) found += tellingWords
    }
  }
  return mass === 0 ? 0 : found / mass
}

/** For each word of the question: how many words up to it stand in one row in a sentence. */
function longestRuns(stems: readonly string[], sentences: ReadPassage['sentences']): readonly number[] {
  const places = Map.groupBy(stems.keys(), (place) => stems[place])
  const longest = stems.map(() => 0)
  for (const sentence of sentences) {
    let before: ReadonlyMap<number, number> = NOTHING
    for (const stem of sentence.stems) {
      const here = places.get(stem)
      if (here === undefined) {
        before = NOTHING
        continue
      }
      const lengths = new Map(here.map((place) => [place, Math.min(LONGEST_RUN, (before.get(place - 1) ?? 0) + 1)]))
      for (const [place, length] of lengths) if (length > (longest[place] ?? 0)) longest[place] = length
      before = lengths
    }
  }
  return longest
}

const NOTHING: ReadonlyMap<number, number> = new Map()
