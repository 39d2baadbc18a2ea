import type { QuestionWord } from './question-parts.ts'

/** How the follow-ups of one language look. */
export interface FollowUpRules {
  /** Begins a follow-up whose rest takes the place of something in the question before: "what about". */
  readonly openers: RegExp
  /** Begins a sentence and says nothing: "and". */
  readonly conjunction: RegExp
  /** Words that begin a whole question. */
  readonly questionStarts: ReadonlySet<string>
  /** Words that begin a part of a question: prepositions, articles, "if". */
  readonly fragmentStarts: ReadonlySet<string>
  readonly articles: ReadonlySet<string>
  readonly measures: ReadonlySet<string>
  readonly conjunctions: ReadonlySet<string>
  /** True when the word at this place refers to something that the question itself does not name. */
  readonly refersBack: (words: readonly QuestionWord[], place: number) => boolean
}

/** True when a word before this place, in an earlier clause, can be what a pronoun stands for. */
export function hasEarlierClause(
  words: readonly QuestionWord[],
  place: number,
  isNamed: (word: QuestionWord, place: number) => boolean = ({ isContent }) => isContent,
): boolean {
  const clause = words[place]?.clause ?? 0
  return words.slice(0, place).some((word, at) => word.clause < clause && isNamed(word, at))
}
