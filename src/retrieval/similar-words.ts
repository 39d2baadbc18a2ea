import { editDistance } from '../language/edit-distance.ts'

/** Words searched for instead of one unknown word. */
const MOST_ALTERNATIVES = 2
/** From so many letters on two may be wrong. */
const LONG_WORD = 8
/** With two wrong letters a shorter stem would be another word. */
const LONG_STEM = 6
/** A word may stand in another form, with an "s", "ed" or the like; of a shorter stem that would be another word. */
const LETTERS_OF_ENDING = 2
const STEM_OF_OTHER_ENDING = 5
/** Such as "ing" and "ion". */
const LONGEST_ENDING = 3
/** A slip in the ending hides what the stem is: the stem is then a beginning of the word, at least this long. */
const LEAST_BEGINNING = 3

/** A word as it stands in a passage, and its stem. */
export interface SimilarWord {
  readonly word: string
  readonly term: string
}

/** How many letters of a word may be wrong. */
export function editsOf(word: string, term: string): 1 | 2 {
  return word.length >= LONG_WORD && term.length >= LONG_STEM ? 2 : 1
}

/** What the stem of the right word may be similar to: the stem, the word, and a long word without the ending. */
export function likeWhat(word: string, term: string): readonly string[] {
  const withoutEnding = word.length >= LONG_WORD ? [word.slice(0, -LONGEST_ENDING)] : []
  return [...new Set([term, word, ...withoutEnding])]
}

/** What the stem of the right word may be where the slip is behind it. */
export function beginningsOf(word: string): readonly string[] {
  return Array.from({ length: word.length - LEAST_BEGINNING }, (_, n) => word.slice(0, LEAST_BEGINNING + n))
}

/**
 * The words that are nearest to a misspelt one as they stand, not as stems, which are short and similar to those of quite
 * different words: "overpaying" is no misspelt "overall". What is further away than another is not searched for.
 */
export function nearestOf(word: string, term: string, found: readonly SimilarWord[]): readonly SimilarWord[] {
  const edits = editsOf(word, term)
  const most = term.length >= STEM_OF_OTHER_ENDING ? edits + LETTERS_OF_ENDING : edits
  const near = found
    .map((each) => ({ each, distance: editDistance(word, each.word, most) }))
    .filter(({ distance }) => distance <= most)
  const least = Math.min(...near.map(({ distance }) => distance))
  return near.flatMap(({ each, distance }) => (distance === least ? [each] : [])).slice(0, MOST_ALTERNATIVES)
}
