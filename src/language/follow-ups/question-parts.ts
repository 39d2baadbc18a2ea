import { words } from '../words.ts'

/** A word of a question with what is needed to see whether a pronoun refers to something in the question itself. */
export interface QuestionWord {
  /** As it was written. */
  readonly written: string
  readonly lower: string
  /** It says what the question is about: neither a function word nor one that only asks for a measure. */
  readonly isContent: boolean
  /** Which clause it is in; a comma or a conjunction begins another one. */
  readonly clause: number
  readonly afterComma: boolean
}

export interface ClauseRules {
  readonly isFunctionWord: (word: string) => boolean
  /** "long" of "how long": asks for a measure and names nothing. */
  readonly measures: ReadonlySet<string>
  readonly conjunctions: ReadonlySet<string>
}

const WORD_OR_COMMA = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'’-]*[\p{L}\p{M}\p{N}])?|[,;:]/gu

/** Take a question apart into words and clauses. */
export function questionWords(
  question: string,
  { isFunctionWord, measures, conjunctions }: ClauseRules,
): QuestionWord[] {
  const found: QuestionWord[] = []
  let [clause, afterComma] = [0, false]
  for (const [written] of question.matchAll(WORD_OR_COMMA)) {
    if (/^[,;:]$/.test(written)) {
      clause += 1
      afterComma = true
      continue
    }
    const lower = written.toLowerCase()
    if (found.length > 0 && conjunctions.has(lower) && !afterComma) clause += 1
    const isContent = !measures.has(lower) && words(written).some((word) => !isFunctionWord(word))
    found.push({ written, lower, isContent, clause, afterComma })
    afterComma = false
  }
  return found
}

/** A set of words that are written with spaces between them. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}
